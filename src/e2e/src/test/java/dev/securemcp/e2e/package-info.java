/**
 * Both packaged programs as processes on free ports, driven by official MCP clients. {@link dev.securemcp.e2e.Pair} starts
 * them once for all test classes; a test class is one client, its methods are what that client's users are promised.
 */
package dev.securemcp.e2e;
