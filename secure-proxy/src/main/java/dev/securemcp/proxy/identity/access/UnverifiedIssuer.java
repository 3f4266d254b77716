package dev.securemcp.proxy.identity.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;

/**
 * What a token says of its issuer, before anything of it is believed: only to choose the rules that it is then held to, which ask for
 * the same issuer.
 *
 * @param issuer {@code iss}; empty where it cannot be told
 * @param tenant {@code tid} (Entra); empty where there is none
 */
record UnverifiedIssuer(String issuer, String tenant) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UnverifiedIssuer NONE = new UnverifiedIssuer("", "");

    static UnverifiedIssuer of(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return NONE;
        }
        try {
            JsonNode payload = JSON.readTree(Base64.getUrlDecoder().decode(token.substring(first + 1, second)));
            return payload == null
                    ? NONE
                    : new UnverifiedIssuer(
                            payload.path("iss").asText(""), payload.path("tid").asText(""));
        } catch (IOException | IllegalArgumentException e) {
            return NONE;
        }
    }

    /** Whether it is one of these, in which {@code {tenantid}} stands for the tenant. */
    boolean isOneOf(Set<String> names) {
        if (issuer.isEmpty()) {
            return false;
        }
        return names.contains(issuer)
                || names.stream()
                        .anyMatch(name -> !tenant.isEmpty()
                                && name.replace("{tenantid}", tenant).equals(issuer));
    }
}
