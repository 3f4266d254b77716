package dev.securemcp.proxy.gateway.bridge;

/**
 * Why a bridge refuses: the one table for its pages, its redirects, its JSON and the security log. Error codes are those of RFC 6749
 * §4.1.2.1 and §5.2, RFC 7591 §3.2.2, RFC 8707 §2 and OpenID Connect Core §3.1.2.6.
 */
public enum Refusal {
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405, "invalid_request", "This endpoint does not take that HTTP method."),
    REQUEST_INVALID("BridgeRequestInvalid", 400, "invalid_request", "The request is not one that this endpoint takes."),
    BODY_TOO_LARGE("BodyTooLarge", 413, "invalid_request", "The request is larger than this endpoint accepts."),
    TOO_MANY(
            "BridgeTooManyRequests",
            429,
            "temporarily_unavailable",
            "Too many requests came from this address. Try again later."),

    CLIENT_UNKNOWN(
            "BridgeClientUnknown",
            400,
            "invalid_client",
            "The program that sent you here is not known. Have it forget what it knows of this server and register again."),
    CLIENT_DOCUMENT_REFUSED(
            "BridgeClientDocumentRefused",
            400,
            "invalid_client",
            "The program that sent you here names itself by a document that could not be read or is not sound."),
    CLIENT_NOT_AUTHENTICATED(
            "BridgeClientNotAuthenticated", 401, "invalid_client", "The client did not prove who it is."),
    REDIRECT_NOT_REGISTERED(
            "BridgeRedirectNotRegistered",
            400,
            "invalid_request",
            "The program that sent you here asks to be answered at an address that it has not registered."),
    REGISTRATION_REDIRECT(
            "BridgeRegistrationInvalid",
            400,
            "invalid_redirect_uri",
            "A redirect URI is not one that is accepted here."),
    REGISTRATION_INVALID(
            "BridgeRegistrationInvalid",
            400,
            "invalid_client_metadata",
            "The registration is not one that is accepted here."),

    PKCE_REQUIRED(
            "BridgePkceRequired",
            400,
            "invalid_request",
            "A code_challenge with the method S256 is required (RFC 7636)."),
    RESPONSE_TYPE_UNKNOWN(
            "BridgeRequestInvalid", 400, "unsupported_response_type", "Only the response type code is supported."),
    SCOPE_UNKNOWN("BridgeScopeUnknown", 400, "invalid_scope", "A scope is asked for that this server does not have."),
    RESOURCE_UNKNOWN("BridgeResourceUnknown", 400, "invalid_target", "The resource is not a URL of this server."),
    CONSENT_NEEDED(
            "BridgeConsentNeeded",
            400,
            "interaction_required",
            "A person has to agree first, which prompt=none forbids."),
    CONSENT_DENIED("BridgeConsentDenied", 403, "access_denied", "Access was denied on the page that asked for it."),
    CONSENT_FORGED(
            "BridgeConsentForged", 403, "access_denied", "This answer did not come from the page that asked for it."),
    SIGN_IN_UNKNOWN(
            "BridgeSignInUnknown",
            400,
            "invalid_request",
            "This sign-in is over or was never begun. Start again in your program."),
    BROWSER_MISMATCH(
            "BridgeBrowserMismatch",
            403,
            "access_denied",
            "This sign-in was begun in another browser, or this one refuses cookies. Start again in your program."),
    ISSUER_MISMATCH(
            "BridgeIssuerMismatch", 400, "server_error", "The answer does not come from the issuer that was asked."),
    ISSUER_REFUSED("BridgeIssuerRefused", 403, "access_denied", "The issuer did not grant access."),
    ISSUER_UNAVAILABLE(
            "BridgeIssuerUnavailable", 503, "temporarily_unavailable", "The issuer cannot be reached at the moment."),
    ISSUER_ANSWER_INVALID(
            "BridgeIssuerAnswerInvalid", 502, "server_error", "The issuer's answer is not one that can be used."),

    GRANT_TYPE_UNKNOWN(
            "BridgeRequestInvalid",
            400,
            "unsupported_grant_type",
            "Only authorization_code and refresh_token are supported."),
    CODE_INVALID(
            "BridgeCodeInvalid",
            400,
            "invalid_grant",
            "The code is unknown, used or expired, or was issued for something else."),
    CODE_REUSED("BridgeCodeReused", 400, "invalid_grant", "The code was used before; what came of it is revoked."),
    REFRESH_INVALID(
            "BridgeRefreshTokenInvalid",
            400,
            "invalid_grant",
            "The refresh token is unknown or expired, or was issued for something else."),
    REFRESH_REUSED(
            "BridgeRefreshTokenReused",
            400,
            "invalid_grant",
            "The refresh token was replaced before; its grant is revoked."),

    STORE_UNAVAILABLE(
            "BridgeStoreUnavailable",
            503,
            "temporarily_unavailable",
            "What is needed for this cannot be looked up at the moment. Try again."),
    INTERNAL_ERROR("InternalError", 500, "server_error", "An error inside the gateway.");

    private final String reason;
    private final int status;
    private final String error;
    private final String message;

    Refusal(String reason, int status, String error, String message) {
        this.reason = reason;
        this.status = status;
        this.error = error;
        this.message = message;
    }

    /** The name in logs and metrics. */
    public String reason() {
        return reason;
    }

    /** HTTP status where the answer is no redirect. */
    public int status() {
        return status;
    }

    /** The error code that clients are told. */
    public String error() {
        return error;
    }

    /** What people, or {@code error_description}, are told: ASCII without quotes. */
    public String message() {
        return message;
    }
}
