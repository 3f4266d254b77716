/** The gateway: API management for MCP servers, one room a package. */
package dev.securemcp.proxy;
