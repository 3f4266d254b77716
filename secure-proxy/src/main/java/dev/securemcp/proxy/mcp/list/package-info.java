/**
 * Lists on their way to a client, reduced to what it may see. A list is told by the shape of a result, so that it is found on whichever
 * stream it comes. Every byte that is not taken out passes as it came.
 */
package dev.securemcp.proxy.mcp.list;
