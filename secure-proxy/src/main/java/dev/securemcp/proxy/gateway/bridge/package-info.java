/**
 * The OAuth bridge: the gateway as the authorization server that MCP clients see, before an issuer that they cannot use themselves.
 *
 * <p>What is decided is a function of what was asked and of a clock; {@link dev.securemcp.proxy.gateway.bridge.Bridge} puts the
 * decisions behind endpoints, and knows nothing of connections.
 */
package dev.securemcp.proxy.gateway.bridge;
