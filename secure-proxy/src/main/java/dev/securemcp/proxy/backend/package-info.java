/** What stands behind the gateway: where it is, how a request reaches it, which session belongs to whom. */
package dev.securemcp.proxy.backend;
