/** Calls that the gateway makes on behalf of policies and configuration: bounded HTTP, guarded against calls into places that are not the caller's. */
package dev.securemcp.proxy.net;
