package dev.securemcp.proxy.gateway.bridge;

import java.util.regex.Pattern;

/** Proof Key for Code Exchange (RFC 7636), with S256 alone. */
final class Pkce {

    static final String METHOD = "S256";

    /** A SHA-256 in base64url. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private Pkce() {}

    /** Whether a request brings a challenge that can be met. */
    static boolean isSound(String challenge, String method) {
        return challenge != null
                && METHOD.equals(method)
                && CHALLENGE.matcher(challenge).matches();
    }

    /** Whether a verifier meets a challenge; its time tells nothing. */
    static boolean meets(String challenge, String verifier) {
        return verifier != null
                && VERIFIER.matcher(verifier).matches()
                && Opaque.same(challenge, Opaque.hash(verifier));
    }
}
