package dev.securemcp.proxy.mcp;

/**
 * The one table of errors that this program answers with: code, tests and manual are fed from here.
 *
 * <p>Codes: the standard ones of JSON-RPC 2.0 §5.1, the ones MCP 2026-07-28 defines ({@code -32020}), and otherwise the HTTP
 * status as a positive number, since −32768…−32000 is reserved. Never 400 or 404 for a decision against the caller: clients
 * take these for a lost session.
 */
public enum Reason {
    MALFORMED_JSON("MalformedJson", "protocol", 400, -32700, "The body is not JSON"),
    INVALID_MESSAGE("InvalidMessage", "protocol", 400, -32600, "The body is not a JSON-RPC message"),
    AMBIGUOUS_MESSAGE("AmbiguousMessage", "protocol", 400, -32600, "The message can be read in two ways"),
    BATCH_NOT_ALLOWED("BatchNotAllowed", "protocol", 400, -32600, "Batches are not accepted"),
    DUPLICATE_HEADER("DuplicateHeader", "protocol", 400, -32600, "A header that may stand once stands twice"),
    HEADER_MISMATCH("HeaderMismatch", "protocol", 400, -32020, "The request headers and the body disagree"),
    VERSION_CLAIM_MISSING(
            "VersionClaimMissing",
            "protocol",
            400,
            -32602,
            "params._meta lacks io.modelcontextprotocol/protocolVersion, which the MCP-Protocol-Version header asks for"),
    ORIGIN_NOT_ALLOWED("OriginNotAllowed", "protocol", 403, "The Origin is not allowed"),
    HOST_NOT_ALLOWED("HostNotAllowed", "protocol", 403, "The Host is not one of this gateway's"),
    NOT_ACCEPTABLE("NotAcceptable", "protocol", 406, "Accept must name application/json and text/event-stream"),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", "protocol", 415, "Content-Type must be application/json in UTF-8"),
    BODY_TOO_LARGE("BodyTooLarge", "protocol", 413, "The body is larger than this gateway accepts"),
    BODY_TIMEOUT("BodyTimeout", "protocol", 408, "The body did not arrive in time"),
    METHOD_NOT_ALLOWED("MethodNotAllowed", "protocol", 405, "This endpoint does not take that HTTP method"),

    OPERATION_NOT_FOUND("OperationNotFound", "configuration", 404, "Nothing here matches the request"),
    SESSION_NOT_FOUND("SessionNotFound", "session", 404, "Unknown session; initialize again"),

    SUBSCRIPTION_KEY_NOT_FOUND(
            "SubscriptionKeyNotFound", "authorization", 401, "A subscription key is required and none was sent"),
    SUBSCRIPTION_KEY_INVALID(
            "SubscriptionKeyInvalid", "authorization", 401, "The subscription key is not valid or not active"),
    TOKEN_NOT_PRESENT("TokenNotPresent", "validate-jwt", 401, "A token is required and none was sent"),
    TOKEN_SIGNATURE_INVALID("TokenSignatureInvalid", "validate-jwt", 401, "The token's signature is not valid"),
    TOKEN_SIGNATURE_KEY_NOT_FOUND(
            "TokenSignatureKeyNotFound", "validate-jwt", 401, "The key that signed the token is not known"),
    TOKEN_AUDIENCE_NOT_ALLOWED("TokenAudienceNotAllowed", "validate-jwt", 401, "The token is for another audience"),
    TOKEN_ISSUER_NOT_ALLOWED("TokenIssuerNotAllowed", "validate-jwt", 401, "The token's issuer is not accepted"),
    TOKEN_EXPIRED("TokenExpired", "validate-jwt", 401, "The token has expired"),
    TOKEN_CLAIM_NOT_FOUND("TokenClaimNotFound", "validate-jwt", 401, "The token lacks a required claim"),
    TOKEN_CLAIM_VALUE_NOT_ALLOWED(
            "TokenClaimValueNotAllowed", "validate-jwt", 401, "A claim of the token has a value that is not accepted"),
    JWT_INVALID("JwtInvalid", "validate-jwt", 401, "The token is not valid"),
    TOKEN_CHECK_UNAVAILABLE(
            "TokenCheckUnavailable", "authorization", 503, "Tokens cannot be checked at the moment; try again"),
    INSUFFICIENT_SCOPE("InsufficientScope", "authorization", 403, "The token lacks a scope that this operation needs"),
    TOOL_NOT_FOUND("ToolNotFound", "authorization", 200, -32602, "Unknown tool"),
    PROMPT_NOT_FOUND("PromptNotFound", "authorization", 200, -32602, "Unknown prompt"),
    RESOURCE_NOT_FOUND("ResourceNotFound", "authorization", 200, -32602, "Resource not found"),
    LIST_NOT_FILTERED(
            "ListNotFiltered",
            "authorization",
            502,
            "The backend's list could not be reduced to what this caller may use"),

    RATE_LIMIT_EXCEEDED("RateLimitExceeded", "rate-limit", 429, "Rate limit is exceeded"),
    CONCURRENCY_LIMIT_EXCEEDED(
            "ConcurrencyLimitExceeded", "limit-concurrency", 429, "Too many calls are running at the same time"),
    ADDRESS_BLOCKED("AddressBlocked", "guard", 429, "Too many requests from this address"),
    SESSION_LIMIT_EXCEEDED("SessionLimitExceeded", "session", 429, "This caller has too many sessions open"),
    STREAM_LIMIT_EXCEEDED("StreamLimitExceeded", "streams", 429, "This caller has too many streams open"),
    QUOTA_EXCEEDED("QuotaExceeded", "quota", 403, "Out of call volume or bandwidth"),
    LIMIT_UNAVAILABLE(
            "LimitUnavailable", "limits", 503, "The counters of a limit cannot be reached at the moment; try again"),
    FAILED_TO_PARSE_CALLER_IP("FailedToParseCallerIP", "ip-filter", 403, "The caller's address could not be told"),
    CALLER_IP_NOT_ALLOWED("CallerIpNotAllowed", "ip-filter", 403, "The caller's address is not allowed"),
    CALLER_IP_BLOCKED("CallerIpBlocked", "ip-filter", 403, "The caller's address is blocked"),
    HEADER_NOT_FOUND("HeaderNotFound", "check-header", 401, "A required header is missing"),
    HEADER_VALUE_NOT_ALLOWED("HeaderValueNotAllowed", "check-header", 401, "A header has a value that is not allowed"),
    CONTENT_INVALID("ContentInvalid", "validate-content", 200, -32602, "The content breaks a rule"),
    RESPONSE_CONTENT_INVALID("ContentInvalid", "validate-content", 502, "The backend's content breaks a rule"),
    AUTHORIZATION_CONTEXT_UNAVAILABLE(
            "AuthorizationContextUnavailable",
            "get-authorization-context",
            500,
            "No credential could be had for the backend"),
    EXPRESSION_FAILED("ExpressionValueEvaluationFailure", "expression", 500, "A policy expression failed"),

    BACKEND_CONNECTION_FAILURE("BackendConnectionFailure", "forward-request", 502, "The backend cannot be reached"),
    BACKEND_STREAM_FAILURE("BackendStreamFailure", "forward-request", 502, "The backend's answer broke off"),
    BACKEND_UNAVAILABLE("BackendUnavailable", "forward-request", 503, "The backend is not available at the moment"),
    BACKEND_TIMEOUT("Timeout", "forward-request", 504, "The backend did not answer in time"),

    SHUTTING_DOWN("ShuttingDown", "gateway", 503, "This gateway is stopping; try again"),
    OVERLOADED("Overloaded", "gateway", 503, "This gateway is busy; try again"),
    INTERNAL_ERROR("InternalError", "gateway", 500, -32603, "An error inside the gateway");

    private final String reason;
    private final String source;
    private final int status;
    private final int code;
    private final String message;

    Reason(String reason, String source, int status, String message) {
        this(reason, source, status, status, message);
    }

    Reason(String reason, String source, int status, int code, String message) {
        this.reason = reason;
        this.source = source;
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** Whether the answer must not tell that something is hidden rather than not there: then it has no {@code data}. */
    public boolean asIfUnknown() {
        return this == TOOL_NOT_FOUND || this == PROMPT_NOT_FOUND || this == RESOURCE_NOT_FOUND;
    }

    /** The name in {@code data.reason}, in logs, metrics and {@code context.LastError.Reason}. */
    public String reason() {
        return reason;
    }

    /** What decided, unless a policy of another name did. */
    public String source() {
        return source;
    }

    /** HTTP status, unless a policy's attribute says another. */
    public int status() {
        return status;
    }

    /** JSON-RPC error code; the HTTP status where the standard has none for it. */
    public int code() {
        return code;
    }

    /** What the client is told where nothing more exact is known. */
    public String message() {
        return message;
    }
}
