package dev.securemcp.proxy.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a server asks for OAuth access tokens. */
public sealed interface AuthorizationConfig {

    /** Where it stands. */
    Position position();

    /** The backend is an OAuth resource server itself: its challenges and the client's token are handed through. */
    record Passthrough(Position position) implements AuthorizationConfig {}

    /**
     * The gateway is the resource server (RFC 9728): every request needs a token that it has validated.
     *
     * @param issuers who may have made a token, at least one
     * @param audiences of which a token must name one; empty for the server's resource URLs
     * @param scopes that a token needs for any call
     * @param implied which further scopes a scope brings, directly and through others; never itself
     * @param scopeClaims claims that hold scopes, as a list or separated by spaces
     * @param roleClaims claims that hold roles; a dot leads into an object
     * @param clockSkew how far an issuer's clock may be off
     * @param require what a call must show
     * @param bridge where the gateway stands in for the issuer's authorization server
     */
    record ResourceServer(
            List<IssuerConfig> issuers,
            List<String> audiences,
            List<String> scopes,
            Map<String, Set<String>> implied,
            List<String> scopeClaims,
            List<String> roleClaims,
            Duration clockSkew,
            Require require,
            Optional<BridgeConfig> bridge,
            Position position)
            implements AuthorizationConfig {

        public ResourceServer {
            issuers = List.copyOf(issuers);
            audiences = List.copyOf(audiences);
            scopes = List.copyOf(scopes);
            implied = Copies.of(implied);
            scopeClaims = List.copyOf(scopeClaims);
            roleClaims = List.copyOf(roleClaims);
        }
    }

    /** What a call must show. */
    enum Require {
        /** A subscription key and a token. */
        BOTH,
        /** A subscription key or a token. */
        EITHER,
        /** A token; a key that is presented is checked all the same. */
        TOKEN
    }

    /**
     * Who may have made a token.
     *
     * @param issuer its issuer identifier, a URL: what metadata tells clients
     * @param tokenIssuers values of {@code iss} that its tokens have; {@code {tenantid}} stands for the token's {@code tid}
     * @param metadata where its metadata document is, or is looked for first
     * @param named whether that follows from the identifier, which the document must then name exactly
     * @param jwks where its keys are, so that no metadata is fetched; empty where the metadata tells
     * @param algorithms that may sign (JWA names); empty for all asymmetric ones that are supported
     */
    record IssuerConfig(
            URI issuer,
            List<String> tokenIssuers,
            URI metadata,
            boolean named,
            Optional<URI> jwks,
            Set<String> algorithms,
            Position position) {

        public IssuerConfig {
            tokenIssuers = List.copyOf(tokenIssuers);
            algorithms = Copies.of(algorithms);
        }
    }
}
