package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what the issuer's token endpoint answers (RFC 6749 §5, OpenID Connect Core §3.1.3.3). Pure. */
final class IssuerTokens {

    /** A token that goes into a header field; longer ones no server takes. */
    private static final int MAX_TOKEN = 64 << 10;

    /** An access token of a year is none; what is longer is cut, so that sums stay in their range. */
    private static final long MAX_SECONDS = 365L * 24 * 3600;

    /** How far the issuer's clock may be off. */
    private static final long SKEW_SECONDS = 300;

    private IssuerTokens() {}

    /** Either tokens, or why there are none. */
    sealed interface Answer {

        record Granted(Tokens tokens) implements Answer {}

        /**
         * No.
         *
         * @param ended whether what was shown is worth nothing any more, as opposed to a passing trouble
         * @param detail what the issuer says, fit for {@code error_description}; may be empty
         */
        record Refused(Refusal refusal, boolean ended, String detail) implements Answer {}
    }

    /**
     * Reads an answer.
     *
     * @param asked the scopes that were asked for, in the names that clients see
     * @param nonce that the ID token must have; null where none was asked for
     */
    static Answer read(
            BridgeSite site,
            IssuerMetadata issuer,
            int status,
            byte[] body,
            List<String> asked,
            String nonce,
            Instant now) {
        JsonNode json = Json.object(body).orElse(null);
        if (status != 200 || json == null) {
            return refused(status, json);
        }
        String access = Json.text(json, "access_token");
        String type = Json.text(json, "token_type");
        if (access == null || !visible(access) || type == null || !type.equalsIgnoreCase("Bearer")) {
            return new Answer.Refused(Refusal.ISSUER_ANSWER_INVALID, false, "");
        }
        String wrong = nonce == null ? null : idTokenFault(Json.text(json, "id_token"), site, issuer, nonce, now);
        if (wrong != null) {
            return new Answer.Refused(Refusal.ISSUER_ANSWER_INVALID, true, wrong);
        }
        String refresh = Json.text(json, "refresh_token");
        long seconds = Math.min(json.path("expires_in").asLong(0), MAX_SECONDS);
        return new Answer.Granted(new Tokens(
                Secret.of(access),
                seconds > 0 ? now.plusSeconds(seconds) : null,
                refresh == null || !visible(refresh) ? null : Secret.of(refresh),
                granted(site, Json.text(json, "scope"), asked)));
    }

    private static Answer refused(int status, JsonNode json) {
        String error = json == null ? null : Json.text(json, "error");
        String said = json == null ? null : Json.text(json, "error_description");
        String detail = said == null ? "" : PlainText.description(said, 400);
        if (error == null || status >= 500 || error.equals("temporarily_unavailable")) {
            boolean passing = status >= 500 || status == 429 || error != null;
            return new Answer.Refused(
                    passing ? Refusal.ISSUER_UNAVAILABLE : Refusal.ISSUER_ANSWER_INVALID, false, detail);
        }
        // Only what is said of the code or the token itself ends it; a secret that has expired is the operator's to
        // mend.
        boolean ended = Set.of(
                        "invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied")
                .contains(error);
        return new Answer.Refused(ended ? Refusal.ISSUER_REFUSED : Refusal.ISSUER_ANSWER_INVALID, ended, detail);
    }

    /** Such a token fits into a header field (RFC 6750 §2.1, RFC 6749 appendix A). */
    private static boolean visible(String token) {
        return token.length() <= MAX_TOKEN && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * What is wrong with an ID token; null where it is one for this sign-in. It came from the issuer itself over TLS, which stands for its
     * signature (OpenID Connect Core §3.1.3.7, 6).
     */
    private static String idTokenFault(
            String token, BridgeSite site, IssuerMetadata issuer, String nonce, Instant now) {
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        JsonNode claims = parts.length == 3 ? payload(parts[1]) : null;
        if (claims == null) {
            return "The issuer gave no ID token, although openid was asked for.";
        }
        if (!Opaque.same(nonce, Json.text(claims, "nonce"))) {
            return "The nonce of the ID token is not that of this sign-in.";
        }
        if (!issuer.is(Json.text(claims, "iss"), Json.text(claims, "tid"))) {
            return "The iss of the ID token is not the issuer.";
        }
        if (!isAudience(claims.path("aud"), site.config().clientId())) {
            return "The aud of the ID token is not the client id of the gateway.";
        }
        return claims.path("exp").asLong(0) + SKEW_SECONDS > now.getEpochSecond() ? null : "The ID token has expired.";
    }

    private static JsonNode payload(String part) {
        try {
            return Json.object(Base64.getUrlDecoder().decode(part.getBytes(StandardCharsets.US_ASCII)))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAudience(JsonNode audience, String clientId) {
        if (audience.isArray()) {
            for (JsonNode one : audience) {
                if (clientId.equals(one.asText())) {
                    return true;
                }
            }
            return false;
        }
        return clientId.equals(audience.asText());
    }

    /** What was granted, in the names that clients see. Entra says it with the API's name before each scope, or without. */
    static List<String> granted(BridgeSite site, String scope, List<String> asked) {
        if (scope == null) {
            return asked;
        }
        Set<String> said = Set.copyOf(Arrays.asList(scope.split(" ")));
        List<String> granted = new ArrayList<>();
        for (Map.Entry<String, String> known : site.config().scopes().entrySet()) {
            String upstream = known.getValue();
            String last = upstream.substring(upstream.lastIndexOf('/') + 1);
            if (asked.contains(known.getKey()) && (said.contains(upstream) || said.contains(last))) {
                granted.add(known.getKey());
            }
        }
        return List.copyOf(granted);
    }
}
