/** The resources that MCP clients see, and the notifications about them. Knows the domain, and no provider. */
package dev.securemcp.weather.resources;
