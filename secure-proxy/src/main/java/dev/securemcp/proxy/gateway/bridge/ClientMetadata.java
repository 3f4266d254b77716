package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What a client says about itself, in a registration (RFC 7591 §2) or in its metadata document; the rest of it is of no use here.
 *
 * @param name fit to be shown; may be empty
 * @param redirects where it may have people sent back to
 * @param authentication how it proves itself at the token endpoint
 * @param refresh whether it takes refresh tokens
 */
record ClientMetadata(String name, List<String> redirects, String authentication, boolean refresh) {

    static final String NONE = "none";
    static final String REFRESH = "refresh_token";
    static final String CODE = "authorization_code";

    /** How clients can prove themselves. */
    static final List<String> AUTHENTICATIONS = List.of(NONE, "client_secret_post", "client_secret_basic");

    /** Either a client, or why it is none. */
    sealed interface Reading {

        record Sound(ClientMetadata metadata) implements Reading {}

        record Faulty(Refusal refusal, String detail) implements Reading {}
    }

    /**
     * Judges what a client says.
     *
     * @param allowed where clients may have people sent back to; empty for all that is safe
     */
    static Reading read(JsonNode json, List<String> allowed) {
        List<String> redirects = Json.texts(json, "redirect_uris");
        if (redirects == null || redirects.isEmpty() || redirects.size() > Client.MAX_REDIRECTS) {
            return new Reading.Faulty(
                    Refusal.REGISTRATION_REDIRECT,
                    "redirect_uris must be a list of 1 to " + Client.MAX_REDIRECTS + " URIs");
        }
        for (String redirect : redirects) {
            String fault = RedirectUri.fault(redirect, allowed);
            if (fault != null) {
                return new Reading.Faulty(Refusal.REGISTRATION_REDIRECT, fault);
            }
        }
        List<String> grants = Json.texts(json, "grant_types");
        List<String> responses = Json.texts(json, "response_types");
        if (grants == null || responses == null || without(grants, CODE) || without(responses, "code")) {
            return faulty("the grant type authorization_code and the response type code are what is supported");
        }
        String authentication = json.has("token_endpoint_auth_method")
                ? String.valueOf(Json.text(json, "token_endpoint_auth_method"))
                : NONE;
        if (!AUTHENTICATIONS.contains(authentication)) {
            return faulty("token_endpoint_auth_method must be one of " + String.join(", ", AUTHENTICATIONS));
        }
        String name = Json.text(json, "client_name");
        return new Reading.Sound(new ClientMetadata(
                name == null ? "" : PlainText.line(name, Client.MAX_NAME),
                List.copyOf(redirects.stream().distinct().toList()),
                authentication,
                grants.contains(REFRESH)));
    }

    /** Whether a list that was written leaves out what is needed. */
    private static boolean without(List<String> written, String needed) {
        return !written.isEmpty() && !Set.copyOf(written).contains(needed);
    }

    private static Reading faulty(String detail) {
        return new Reading.Faulty(Refusal.REGISTRATION_INVALID, detail);
    }

    boolean secret() {
        return !authentication.equals(NONE);
    }
}
