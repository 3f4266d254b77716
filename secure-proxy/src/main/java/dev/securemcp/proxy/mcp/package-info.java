/**
 * The Model Context Protocol alone: envelope, era, headers, server-sent events, JSON-RPC errors. Pure: no sockets, no clock,
 * no configuration; what a caller chose goes in and a decision comes out.
 */
package dev.securemcp.proxy.mcp;
