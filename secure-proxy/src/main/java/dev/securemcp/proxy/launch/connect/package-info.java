/** What MCP clients are told of a server behind the gateway: a snippet for each client's own configuration. */
package dev.securemcp.proxy.launch.connect;
