package dev.securemcp.proxy.expression;

import java.util.Map;

/**
 * What {@code get-authorization-context} leaves in its variable.
 *
 * @param accessToken for the {@code Authorization} header towards the backend
 * @param claims further facts about the token, by name
 */
public record Authorization(String accessToken, Map<String, Object> claims) {

    /** Without the token: this may end in a log. */
    @Override
    public String toString() {
        return "Authorization";
    }
}
