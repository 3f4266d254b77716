package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Limit.Unit.BYTES;
import static dev.securemcp.proxy.config.Limit.Unit.COUNT;
import static dev.securemcp.proxy.config.Limit.Unit.TIME;

/**
 * Every limit that {@code limits:} can set, with its default and its bounds: the one place for them. Reader, JSON Schema
 * and manual are fed from here. Amounts are bytes, milliseconds, or a plain count, as {@link #unit()} says.
 */
public enum Limit {
    BODY("body", BYTES, 4 * Size.MIB, 1024, Size.GIB, "the largest request body; more is answered 413"),
    BODY_DRAIN(
            "body-drain",
            BYTES,
            Size.MIB,
            0,
            64 * Size.MIB,
            "how much of a body that is too large is still read away so that the answer arrives; then the connection closes"),
    BODY_TIME("body-time", TIME, Time.MINUTE, 100, Time.HOUR, "how long a client may take to send its body"),
    DENIED_BODY(
            "denied-body",
            BYTES,
            64 * Size.KIB,
            0,
            Size.MIB,
            "how much of a body is read for a call that is already denied, to echo its id"),
    DENIED_BODY_TIME("denied-body-time", TIME, Time.SECOND, 0, Time.MINUTE, "how long that may take"),
    HEADERS("headers", BYTES, 20 * Size.KIB, 1024, Size.MIB, "all header fields of a request together"),
    BATCH("batch", COUNT, 50, 1, 1000, "messages in a batch, where batches are allowed"),
    STREAMS("streams", COUNT, 10_000, 1, 1_000_000, "streams open at the same time"),
    STREAMS_PER_CALLER(
            "streams-per-caller",
            COUNT,
            1000,
            1,
            1_000_000,
            "streams that one caller may have open at the same time; without a key or token, one address, of IPv6 one /64"),
    SESSIONS(
            "sessions",
            COUNT,
            100_000,
            1,
            10_000_000,
            "sessions remembered; the one unused longest makes room. Those without a key or token are apart, and half as many"),
    SESSIONS_PER_CALLER(
            "sessions-per-caller",
            COUNT,
            10_000,
            1,
            10_000_000,
            "sessions remembered of one caller; without a key or token, of one address, of IPv6 one /64"),
    SESSION_IDLE("session-idle", TIME, 24 * Time.HOUR, Time.MINUTE, 30 * Time.DAY, "an unused session is forgotten"),
    SUBSCRIPTIONS(
            "subscriptions",
            COUNT,
            2_000_000,
            1,
            10_000_000,
            "subscriptions in `subscriptions-file`; a longer file is refused"),
    SUBSCRIPTION_LINE("subscription-line", BYTES, 16 * Size.KIB, 256, 256 * Size.KIB, "the longest line of that file"),
    LAST_USED_INTERVAL(
            "last-used-interval",
            TIME,
            30 * Time.SECOND,
            100,
            Time.HOUR,
            "how often the times of keys' last use are written to `state-dir`, and told and asked for in Redis"),
    TOKEN("token", BYTES, 16 * Size.KIB, 1024, 64 * Size.KIB, "the longest token that is looked at"),
    TOKEN_WORKERS("token-workers", COUNT, 2, 1, 256, "threads that verify tokens"),
    TOKEN_QUEUE(
            "token-queue",
            COUNT,
            1000,
            1,
            100_000,
            "tokens that are being verified or wait for it; calls with more are answered 503"),
    TOKEN_CACHE(
            "token-cache",
            BYTES,
            32 * Size.MIB,
            0,
            4 * Size.GIB,
            "what is remembered of validated tokens, estimated; those used least make room"),
    TOKEN_CACHE_TIME(
            "token-cache-time",
            TIME,
            Time.MINUTE,
            0,
            10 * Time.MINUTE,
            "how long a validated token is believed without looking again; never beyond its expiry"),
    KEY_SETS("key-sets", COUNT, 200, 1, 10_000, "issuers whose keys are kept; the one used least makes room"),
    KEY_SET("key-set", BYTES, Size.MIB, 1024, 16 * Size.MIB, "the largest metadata document or key set of an issuer"),
    KEY_SET_TIME(
            "key-set-time",
            TIME,
            10 * Time.SECOND,
            100,
            2 * Time.MINUTE,
            "how long fetching an issuer's keys may take"),
    KEY_SET_AGE("key-set-age", TIME, Time.HOUR, Time.SECOND, Time.DAY, "an issuer's keys are fetched anew when so old"),
    KEY_SET_STALE(
            "key-set-stale",
            TIME,
            Time.DAY,
            Time.MINUTE,
            30 * Time.DAY,
            "how long the last keys are used while their issuer cannot be reached"),
    UNKNOWN_KEY(
            "unknown-key",
            TIME,
            5 * Time.MINUTE,
            Time.SECOND,
            Time.DAY,
            "tokens of unknown keys make the gateway fetch an issuer's keys anew at most once in so long"),
    CONNECT_TIME("connect-time", TIME, 5 * Time.SECOND, 10, 5 * Time.MINUTE, "to connect to a backend"),
    HEAD_TIME(
            "head-time",
            TIME,
            300 * Time.SECOND,
            100,
            Time.DAY,
            "from the end of a request to the head of the backend's response"),
    POOL("pool", COUNT, 64, 1, 10_000, "connections to one backend instance for calls, per event loop"),
    STREAM_POOL(
            "stream-pool",
            COUNT,
            5000,
            1,
            1_000_000,
            "connections to one backend instance for streams, per event loop"),
    WAIT_QUEUE(
            "wait-queue",
            COUNT,
            256,
            0,
            100_000,
            "calls that wait for a free connection to one backend instance, per event loop; more are answered 503"),
    RESPONSE_HEADERS(
            "response-headers",
            BYTES,
            64 * Size.KIB,
            1024,
            Size.MIB,
            "all header fields of a backend's response together; more is answered 502"),
    UNUSED_CONNECTION(
            "unused-connection",
            TIME,
            4 * Time.SECOND,
            Time.SECOND,
            Time.HOUR,
            "a connection to a backend is closed when unused for so long, in whole seconds; many servers close theirs after 5 s, and"
                    + " a call sent into that is lost"),
    KEEP_ALIVE(
            "keep-alive",
            TIME,
            25 * Time.SECOND,
            100,
            10 * Time.MINUTE,
            "a comment is sent on a stream silent for so long"),
    ENDPOINT_EVENT(
            "endpoint-event",
            BYTES,
            8 * Size.KIB,
            256,
            Size.MIB,
            "the first event of a stream of the older HTTP+SSE, which is rewritten"),
    LIST_MESSAGE(
            "list-message",
            BYTES,
            4 * Size.MIB,
            1024,
            64 * Size.MIB,
            "a message that is looked through for what its caller may not see; a longer one is replaced by an error"),
    ENDPOINT_TIME(
            "endpoint-time",
            TIME,
            30 * Time.SECOND,
            100,
            10 * Time.MINUTE,
            "until that event has arrived from the backend"),
    TRACES("traces", COUNT, 200, 1, 10_000, "request traces that are kept; the oldest makes room"),
    TRACE_TIME("trace-time", TIME, 15 * Time.MINUTE, Time.SECOND, Time.DAY, "how long a request trace is kept"),
    REDIS_TIME(
            "redis-time",
            TIME,
            250,
            5,
            Time.MINUTE,
            "how long an answer of Redis may take; three in a row that take longer, and it counts as down"),
    REDIS_WAITING(
            "redis-waiting", COUNT, 2048, 1, 100_000, "commands under way to Redis per event loop; more fail at once"),
    DRAIN_TIME(
            "drain-time",
            TIME,
            30 * Time.SECOND,
            0,
            Time.HOUR,
            "how long running calls may finish when the gateway is told to stop"),
    OUTBOUND_CALLS(
            "outbound-calls",
            COUNT,
            256,
            1,
            100_000,
            "calls that the gateway itself has under way (`send-request` and the like); more fail at once"),
    OUTBOUND_POOL(
            "outbound-pool",
            COUNT,
            32,
            1,
            10_000,
            "connections to one address for such calls, per event loop; as many calls again wait for one"),
    OUTBOUND_RESPONSE(
            "outbound-response",
            BYTES,
            Size.MIB,
            1024,
            64 * Size.MIB,
            "the largest response of such a call; a larger one is an error"),
    ONE_WAY_CALLS(
            "one-way-calls",
            COUNT,
            128,
            1,
            100_000,
            "calls of `send-one-way-request` under way; more are dropped and counted"),
    VALUE_CACHE(
            "value-cache",
            BYTES,
            64 * Size.MIB,
            0,
            64 * Size.GIB,
            "what `cache-store-value` keeps in memory, estimated; the values used least make room"),
    RESULT_CACHE(
            "result-cache",
            BYTES,
            64 * Size.MIB,
            0,
            64 * Size.GIB,
            "results that are given again, estimated; the ones used least make room"),
    RESULT_SIZE(
            "result-size", BYTES, Size.MIB, 1024, 64 * Size.MIB, "the largest result that is kept to be given again"),
    RESULT_WAIT(
            "result-wait",
            TIME,
            10 * Time.SECOND,
            0,
            10 * Time.MINUTE,
            "how long a call waits for another caller's that asks for the same, before it asks the backend itself"),
    METRIC_SERIES(
            "metric-series",
            COUNT,
            1000,
            1,
            100_000,
            "combinations of dimension values of one metric of `emit-metric`; further ones are counted as `_other`"),
    EVENT_QUEUE(
            "event-queue",
            BYTES,
            16 * Size.MIB,
            512 * Size.KIB,
            4 * Size.GIB,
            "events of `log-to-eventhub` that wait to be written to one sink; more are dropped and counted"),
    EVENT_FILE(
            "event-file",
            BYTES,
            64 * Size.MIB,
            64 * Size.KIB,
            64 * Size.GIB,
            "a file of events that has grown so large is put aside under its name with a number; five are kept"),
    BRIDGE_PENDING(
            "bridge-pending",
            COUNT,
            10_000,
            10,
            10_000_000,
            "sign-ins through a bridge that are under way; the oldest makes room"),
    BRIDGE_PENDING_TIME(
            "bridge-pending-time",
            TIME,
            10 * Time.MINUTE,
            10 * Time.SECOND,
            Time.HOUR,
            "how long a person may take at the gateway's page, and again at the issuer's"),
    BRIDGE_SIGN_INS("bridge-sign-ins", COUNT, 600, 1, 1_000_000, "sign-ins that one address may begin in an hour"),
    BRIDGE_CODE_TIME(
            "bridge-code-time",
            TIME,
            Time.MINUTE,
            Time.SECOND,
            10 * Time.MINUTE,
            "how long an authorization code of a bridge can be used, once"),
    BRIDGE_GRANTS(
            "bridge-grants",
            COUNT,
            100_000,
            10,
            10_000_000,
            "refresh tokens that bridges have given out; the one unused longest makes room"),
    BRIDGE_GRANT_IDLE(
            "bridge-grant-idle",
            TIME,
            30 * Time.DAY,
            Time.MINUTE,
            365 * Time.DAY,
            "a refresh token unused for so long is forgotten"),
    BRIDGE_REFRESH_GRACE(
            "bridge-refresh-grace",
            TIME,
            10 * Time.SECOND,
            0,
            5 * Time.MINUTE,
            "a refresh token that was just replaced is answered as it was the first time; later its use ends the grant"),
    BRIDGE_REGISTRATIONS(
            "bridge-registrations", COUNT, 60, 1, 1_000_000, "clients that one address may register in an hour"),
    BRIDGE_DOCUMENTS(
            "bridge-documents", COUNT, 1000, 1, 1_000_000, "client metadata documents that are kept, sound or not"),
    BRIDGE_DOCUMENT(
            "bridge-document",
            BYTES,
            16 * Size.KIB,
            1024,
            Size.MIB,
            "the largest client metadata document that is taken"),
    BRIDGE_FETCHES(
            "bridge-fetches",
            COUNT,
            120,
            1,
            1_000_000,
            "client metadata documents that are fetched for one address in an hour"),
    BRIDGE_CALL_TIME(
            "bridge-call-time",
            TIME,
            10 * Time.SECOND,
            100,
            Time.MINUTE,
            "for a call to a bridge's issuer, or for a client metadata document"),
    ADDRESS_LIST(
            "address-list",
            BYTES,
            16 * Size.MIB,
            1024,
            256 * Size.MIB,
            "one file of `address-lists`; read when the gateway loads"),
    SCHEMA(
            "schema",
            BYTES,
            256 * Size.KIB,
            1024,
            4 * Size.MIB,
            "one JSON Schema, of `schemas` or of a tool; nothing is checked against a tool's larger one"),
    TOOL_SCHEMAS(
            "tool-schemas",
            BYTES,
            16 * Size.MIB,
            Size.KIB,
            Size.GIB,
            "schemas of tools that `validate-content` keeps, as text; those used least make room"),
    TOOL_SCHEMA_AGE(
            "tool-schema-age",
            TIME,
            10 * Time.MINUTE,
            Time.SECOND,
            Time.DAY,
            "a tool's schema is learnt anew when so old"),
    TOOL_LIST(
            "tool-list",
            BYTES,
            Size.MIB,
            1024,
            64 * Size.MIB,
            "one answer to `tools/list` from which schemas are learnt"),
    TOOL_LIST_TIME(
            "tool-list-time",
            TIME,
            5 * Time.SECOND,
            10,
            Time.MINUTE,
            "how long a call waits while the gateway asks for the schema of its tool"),
    VALIDATION_WORK(
            "validation-work",
            COUNT,
            500_000,
            1000,
            1_000_000_000,
            "steps of checking one document against a schema: keywords, and characters that regular expressions look at"),
    RATE_COUNTERS(
            "rate-counters",
            COUNT,
            100_000,
            64,
            50_000_000,
            "keys whose calls `rate-limit` and `rate-limit-by-key` count at the same time, at about 140 bytes each; further keys share"
                    + " one counter for each limit"),
    QUOTA_COUNTERS(
            "quota-counters",
            COUNT,
            100_000,
            64,
            50_000_000,
            "keys whose calls `quota` and `quota-by-key` count at the same time, at about 60 bytes each; further keys share one counter"
                    + " for each quota"),
    GUARD_REQUESTS(
            "guard-requests",
            COUNT,
            60_000,
            1,
            1_000_000_000,
            "requests of one address in a minute, loopback aside; more are answered 429 before anything of them is looked at"),
    GUARD_FAILURE_COST(
            "guard-failure-cost",
            COUNT,
            600,
            0,
            1_000_000_000,
            "how many requests an authentication with a wrong key or token counts for"),
    GUARD_OPEN(
            "guard-open",
            COUNT,
            5000,
            1,
            1_000_000,
            "calls and streams of one address at the same time, loopback aside; more are answered 429"),
    GUARD_COUNTERS(
            "guard-counters",
            COUNT,
            100_000,
            64,
            50_000_000,
            "addresses that are counted at the same time, at about 140 bytes each; further ones share one counter");

    /** What an amount is counted in. */
    public enum Unit {
        BYTES,
        TIME,
        COUNT
    }

    private final String key;
    private final Unit unit;
    private final long byDefault;
    private final long min;
    private final long max;
    private final String meaning;

    Limit(String key, Unit unit, long byDefault, long min, long max, String meaning) {
        this.key = key;
        this.unit = unit;
        this.byDefault = byDefault;
        this.min = min;
        this.max = max;
        this.meaning = meaning;
    }

    /** Its name under {@code limits:}. */
    public String key() {
        return key;
    }

    /** What its amount is counted in. */
    public Unit unit() {
        return unit;
    }

    /** The amount where the configuration does not say. */
    public long byDefault() {
        return byDefault;
    }

    /** The smallest amount that can be configured. */
    public long min() {
        return min;
    }

    /** The largest amount that can be configured. */
    public long max() {
        return max;
    }

    /** What it limits, for people. */
    public String meaning() {
        return meaning;
    }

    private static final class Size {
        static final long KIB = 1024;
        static final long MIB = 1024 * KIB;
        static final long GIB = 1024 * MIB;
    }

    private static final class Time {
        static final long SECOND = 1000;
        static final long MINUTE = 60 * SECOND;
        static final long HOUR = 60 * MINUTE;
        static final long DAY = 24 * HOUR;
    }
}
