package dev.securemcp.proxy.gateway.bridge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who a client says it is at the token endpoint, and what it proves that with (RFC 6749 §2.3.1). Pure. */
record ClientProof(String id, String secret) {

    /**
     * Reads it.
     *
     * @param authorization the {@code Authorization} field; null for none
     * @return null where it is missing, twofold or cannot be read
     */
    static ClientProof read(String authorization, Parameters request) {
        String id = request.get("client_id");
        String secret = request.get("client_secret");
        if (authorization == null) {
            return id == null ? null : new ClientProof(id, secret);
        }
        if (secret != null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            String user = colon < 0 ? null : decoded(pair.substring(0, colon));
            if (user == null || (id != null && !id.equals(user))) {
                return null;
            }
            String password = decoded(pair.substring(colon + 1));
            return new ClientProof(user, password.isEmpty() ? null : password);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ClientProof[" + id + "]";
    }
}
