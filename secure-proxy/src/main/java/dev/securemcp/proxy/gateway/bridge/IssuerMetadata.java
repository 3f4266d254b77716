package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.config.BridgeConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a bridge needs to know of its issuer.
 *
 * @param issuer what its ID tokens and its {@code iss} parameter say; may hold {@code {tenantid}}
 * @param authorize its authorization endpoint
 * @param token its token endpoint
 * @param jwks where its keys are; null where that is not known
 * @param namesItself whether every answer of it has {@code iss} (RFC 9207 §3)
 * @param basic whether it takes a secret in {@code Authorization} alone
 */
record IssuerMetadata(String issuer, String authorize, String token, String jwks, boolean namesItself, boolean basic) {

    /** Stands for the tenant of an Entra account in the metadata of {@code organizations} and {@code common}. */
    static final String TENANT = "{tenantid}";

    /** What the configuration alone says; empty where metadata has to be asked for. */
    static Optional<IssuerMetadata> configured(BridgeConfig config) {
        if (config.authorize().isEmpty() || config.token().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new IssuerMetadata(
                config.issuer().tokenIssuers().getFirst(),
                config.authorize().get().toString(),
                config.token().get().toString(),
                config.issuer().jwks().map(URI::toString).orElse(null),
                false,
                false));
    }

    /**
     * Reads a document (RFC 8414 §2, OpenID Connect Discovery 1.0 §3).
     *
     * @return empty where it is none, or none of this issuer's
     */
    static Optional<IssuerMetadata> read(byte[] body, BridgeConfig config) {
        return Json.object(body).flatMap(json -> {
            String issuer = Json.text(json, "issuer");
            String authorize =
                    config.authorize().map(URI::toString).orElseGet(() -> Json.text(json, "authorization_endpoint"));
            String token = config.token().map(URI::toString).orElseGet(() -> Json.text(json, "token_endpoint"));
            if (issuer == null || !isOurs(issuer, config) || !callable(authorize, config) || !callable(token, config)) {
                return Optional.empty();
            }
            List<String> ways = Json.texts(json, "token_endpoint_auth_methods_supported");
            boolean basic =
                    ways != null && ways.contains("client_secret_basic") && !ways.contains("client_secret_post");
            return Optional.of(new IssuerMetadata(
                    issuer, authorize, token, Json.text(json, "jwks_uri"), namesItself(json), basic));
        });
    }

    private static boolean namesItself(JsonNode json) {
        return json.path("authorization_response_iss_parameter_supported").asBoolean(false);
    }

    /** The issuer's own identifier, or one that its tokens are known to have (Entra: the tenant's number for its domain name). */
    private static boolean isOurs(String issuer, BridgeConfig config) {
        return issuer.equals(config.issuer().issuer().toString())
                || config.issuer().tokenIssuers().contains(issuer);
    }

    /** https; http only where the issuer itself is trusted over http, which the configuration says in words. */
    private static boolean callable(String url, BridgeConfig config) {
        if (url == null) {
            return false;
        }
        try {
            URI parsed = URI.create(url);
            boolean plain = "http".equals(parsed.getScheme())
                    && "http".equals(config.issuer().issuer().getScheme());
            return parsed.getHost() != null
                    && parsed.getRawUserInfo() == null
                    && ("https".equals(parsed.getScheme()) || plain);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether an issuer that is named is this one. */
    boolean is(String named, String tenant) {
        return issuer.contains(TENANT)
                ? tenant != null && issuer.replace(TENANT, tenant).equals(named)
                : issuer.equals(named);
    }
}
