/** The tools that MCP clients see. Knows the domain, and no provider. */
package dev.securemcp.weather.tools;
