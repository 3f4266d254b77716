package dev.securemcp.proxy.gateway.bridge;

import java.util.List;

/** What a bridge answers at. */
public enum Endpoint {
    /** RFC 8414. */
    METADATA("GET"),
    /** The same as OpenID Connect Discovery has it, where some clients look alone. */
    OPENID("GET"),
    /** RFC 6749 §3.1; its POST is the consent page's. */
    AUTHORIZE("GET", "POST"),
    /** RFC 6749 §3.2. */
    TOKEN("POST"),
    /** RFC 7591. */
    REGISTER("POST"),
    /** Where the issuer sends people back to. */
    CALLBACK("GET");

    private final List<String> methods;

    Endpoint(String... methods) {
        this.methods = List.of(methods);
    }

    /** The methods that it takes, beside OPTIONS where {@link #open}. */
    public List<String> methods() {
        return methods;
    }

    /** Whether scripts of any page may call it: it asks for no cookie, and what it tells is for whoever asks (Fetch, CORS). */
    public boolean open() {
        return this != AUTHORIZE && this != CALLBACK;
    }
}
