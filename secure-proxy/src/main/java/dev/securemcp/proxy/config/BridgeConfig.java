package dev.securemcp.proxy.config;

/** How the gateway stands in for the authorization server of an issuer that MCP clients cannot use themselves. */
public record BridgeConfig(Position position) {}
