/** What of requests and results decides whether an answer may be given again. Knows no cache. */
package dev.securemcp.proxy.mcp.result;
