package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.AuthorizationConfig.IssuerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the gateway stands in for the authorization server of an issuer that MCP clients cannot use themselves.
 *
 * @param issuer who signs people in and makes the tokens
 * @param authorize its authorization endpoint; empty where its metadata tells
 * @param token its token endpoint; empty where its metadata tells
 * @param clientId the gateway's own name at the issuer
 * @param credential what the gateway proves that with
 * @param scopes what the issuer calls a scope, by the name that clients see
 * @param upstreamScopes scopes that are asked of the issuer beside those
 * @param redirects where clients may have people sent back to: URIs, or their beginnings with a {@code *} at the end; empty for all
 *     that are safe
 * @param registration whether clients may register themselves (RFC 7591)
 * @param documents whether a client may be named by the URL of its metadata document
 * @param rememberConsent how long a browser may remember a person's consent; zero for not at all
 */
public record BridgeConfig(
        IssuerConfig issuer,
        Optional<URI> authorize,
        Optional<URI> token,
        String clientId,
        Credential credential,
        Map<String, String> scopes,
        List<String> upstreamScopes,
        List<String> redirects,
        boolean registration,
        boolean documents,
        Duration rememberConsent,
        Position position) {

    public BridgeConfig {
        scopes = Copies.of(scopes);
        upstreamScopes = List.copyOf(upstreamScopes);
        redirects = List.copyOf(redirects);
    }

    /** What the gateway proves itself with at the issuer. */
    public sealed interface Credential {

        /** A text that both know (RFC 6749 §2.3.1). */
        record ClientSecret(Secret secret) implements Credential {}

        /**
         * A certificate whose key signs an assertion (RFC 7523 §2.2).
         *
         * @param name under {@code certificates}
         */
        record Certificate(String name) implements Credential {}
    }
}
