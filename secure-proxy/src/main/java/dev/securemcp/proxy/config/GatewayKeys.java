package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.list;
import static dev.securemcp.proxy.config.Shape.secret;
import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Choice;
import dev.securemcp.proxy.config.Shape.Flag;
import dev.securemcp.proxy.config.Shape.Group;
import dev.securemcp.proxy.config.Shape.Mapping;
import dev.securemcp.proxy.config.Shape.Named;
import dev.securemcp.proxy.config.Shape.Policy;
import dev.securemcp.proxy.config.Shape.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The table of every key of {@code gateway.yaml}: what it holds, its default, and its sentence in the manual. */
final class GatewayKeys {

    private static final Group ONE_POLICY = new Group(List.of("policy", "policies"), 0, 1);

    private static final Key POLICIES =
            Key.of("policies", new Policy(false), "The same with the elements inline, in place of `policy`.");

    private static final Mapping TOOL = new Mapping(
            "a tool",
            Stream.of(
                            Stream.of(policy("the tool"), POLICIES),
                            AuthorizationKeys.TOOL.stream(),
                            Stream.of(Key.of(
                                    "cache",
                                    CacheKeys.TOOL_CACHE,
                                    "Lets the gateway give a result again instead of asking the backend.")))
                    .flatMap(keys -> keys)
                    .toList(),
            List.of(),
            List.of(ONE_POLICY));

    private static final Mapping SERVER = new Mapping(
            "a server",
            List.of(
                    Key.of(
                                    "path",
                                    text(Format.PATH),
                                    "Base path: the server is at `/{path}/mcp` (also `/{path}`) and `/{path}/sse`.")
                            .otherwise("the name"),
                    Key.of("display-name", text(Format.TEXT), "Name for people.")
                            .otherwise("the name"),
                    Key.of("description", text(Format.TEXT), "What it offers, for people."),
                    Key.of("backend", text(Format.NAME), "The backend that answers, by its name under `backends`.")
                            .needed(),
                    Key.of(
                                    "subscription-required",
                                    new Flag(),
                                    "Whether a call needs a subscription key. A key that is presented is checked either way.")
                            .byDefault("true"),
                    Key.of("subscription-key", AccessKeys.NAMES, "Where a subscription key is looked for."),
                    policy("the server"),
                    POLICIES,
                    Key.of("tools", new Named(Format.TOOL, TOOL, 0), "Settings of single tools, by the tool's name."),
                    Key.of(
                            "allowed-origins",
                            list(text(Format.ORIGIN)),
                            "Values of `Origin` that may call, beside the gateway's own and those that a `cors` policy allows. `*` switches the check off."),
                    Key.of(
                            "allowed-hosts",
                            list(text(Format.HOST)),
                            "Values of `Host` that are ours, beside the public URL's and loopback; without a port, every port."),
                    Key.of(
                                    "batches",
                                    new Choice(List.of("refuse", "allow")),
                                    "What happens to JSON-RPC batches, which only clients of revision 2025-03-26 send.")
                            .otherwise("`refuse` where `tools` has entries, else `allow`"),
                    Key.of(
                                    "cache-lists",
                                    new Flag(),
                                    "Whether lists and resources are given again for as long as the backend says (`ttlMs` of MCP 2026-07-28).")
                            .byDefault("true"),
                    Key.of(
                                    "tool-denials",
                                    new Choice(List.of("status", "json-rpc")),
                                    "How a refused `tools/call` is answered: with an HTTP status, or with 200 and the JSON-RPC error alone,"
                                            + " for clients that hang on other statuses (Python SDK 1.x).")
                            .byDefault("status"),
                    AuthorizationKeys.AUTHORIZATION,
                    AuthorizationKeys.LIST_STEP_UP,
                    UnknownKeys.KEY),
            List.of(),
            List.of(ONE_POLICY));

    private static final Mapping INSTANCE = new Mapping(
            "an instance",
            List.of(
                    Key.of("url", text(Format.URL), "Its Streamable HTTP endpoint.")
                            .needed(),
                    Key.of("sse-url", text(Format.URL), "Its endpoint for the older HTTP+SSE transport.")
                            .otherwise("`{url}/sse`")),
            List.of(),
            List.of());

    private static final Mapping CREDENTIAL = new Mapping(
            "a credential",
            List.of(
                    Key.of("header", text(Format.HEADER), "Header field that carries it.")
                            .needed(),
                    Key.of("value", secret(Format.LINE), "Its value; `{{name}}` stands for a named value.")
                            .needed()),
            List.of(),
            List.of());

    private static final Mapping BACKEND = new Mapping(
            "a backend",
            List.of(
                    Key.of(
                                    "instances",
                                    new Sequence(INSTANCE, 1, 1, "several instances"),
                                    "Its processes; this release takes exactly one.")
                            .needed(),
                    Key.of(
                            "credential",
                            CREDENTIAL,
                            "What the gateway shows the backend. A policy that sets the same header wins.")),
            List.of(),
            List.of());

    private static final Mapping PRODUCT = new Mapping(
            "a product",
            List.of(
                    Key.of("display-name", text(Format.TEXT), "Name for people.")
                            .otherwise("the name"),
                    Key.of("description", text(Format.TEXT), "What it offers, for people."),
                    Key.of(
                                    "servers",
                                    new Sequence(text(Format.NAME), 1, 1000, ""),
                                    "The servers that a subscription to it opens, by name.")
                            .needed(),
                    Key.of(
                                    "subscription-required",
                                    new Flag(),
                                    "Whether its servers want a key. If not, it is open: calls without a key are its own, with its policies.")
                            .byDefault("true"),
                    policy("the product"),
                    POLICIES,
                    AuthorizationKeys.PRODUCT.get(0),
                    AuthorizationKeys.PRODUCT.get(1)),
            List.of(),
            List.of(ONE_POLICY));

    private static final Mapping MANAGEMENT = new Mapping(
            "the management port",
            List.of(Key.of(
                            "token",
                            AccessKeys.SECRET,
                            "Asked for (`Authorization: Bearer`) by what shows callers' data there: summary, subscriptions, traces.")
                    .otherwise("none: they answer only where the management port is on loopback")),
            List.of(),
            List.of());

    private static final Mapping NAMED_VALUE = new Mapping(
            "a named value",
            List.of(
                    Key.of("secret", new Flag(), "Whether it must never be shown.")
                            .byDefault("false"),
                    Key.of("value", secret(Format.TEXT), "The value itself."),
                    Key.of("file", text(Format.FILE), "A file that holds it; one line end at its end is ignored."),
                    Key.of("env", text(Format.VARIABLE), "An environment variable that holds it.")),
            List.of(),
            List.of(new Group(List.of("value", "file", "env"), 1, 1)));

    private static final Mapping OUTBOUND = new Mapping(
            "the settings of the gateway's own calls",
            List.of(Key.of(
                            "allow",
                            list(text(Format.ADDRESS_RANGE)),
                            "Private, loopback and link-local addresses that a URL may lead to which an expression computes.")
                    .otherwise("none; a URL that is written out may lead anywhere")),
            List.of(),
            List.of());

    private static final Mapping CERTIFICATE = new Mapping(
            "a certificate",
            List.of(
                    Key.of("file", text(Format.FILE), "A PKCS#12 file with the certificate and its private key.")
                            .needed(),
                    Key.of("password", secret(Format.LINE), "Its password; `{{name}}` stands for a named value.")
                            .otherwise("none")),
            List.of(),
            List.of());

    private static final Mapping EVENT_SINK = new Mapping(
            "an event sink",
            List.of(
                    Key.of(
                            "file",
                            text(Format.FILE),
                            "A file that each event is added to as a line of JSON. Put aside at `limits.event-file`."),
                    Key.of("url", text(Format.URL), "A server that events are posted to, as lines of JSON."),
                    Key.of(
                                    "headers",
                                    new Named(Format.HEADER, secret(Format.LINE), 0),
                                    "Header fields of each post to `url`; `{{name}}` stands for a named value.")
                            .otherwise("none")),
            List.of(),
            List.of(new Group(List.of("file", "url"), 1, 1), new Group(List.of("file", "headers"), 0, 1)));

    private static final Mapping LIMITS = new Mapping(
            "the limits",
            Stream.concat(
                            Stream.of(
                                    Key.of(
                                                    "count",
                                                    new Choice(List.of("requests", "http")),
                                                    "What `rate-limit`, `quota` and their kin take for a call: each JSON-RPC request (other"
                                                            + " messages have counters of their own), or each HTTP request.")
                                            .byDefault("requests"),
                                    Key.of(
                                                    "rate-limit-fields",
                                                    new Flag(),
                                                    "Whether responses carry the fields `RateLimit` and `RateLimit-Policy`"
                                                            + " (draft-ietf-httpapi-ratelimit-headers).")
                                            .byDefault("false")),
                            Arrays.stream(Limit.values())
                                    .map(limit -> Key.of(limit.key(), Shape.Amount.of(limit), limit.meaning())
                                            .byDefault(Amounts.text(limit.byDefault(), limit.unit()))))
                    .toList(),
            List.of(),
            List.of());

    /** The document. */
    static final Mapping ROOT = new Mapping(
            "the configuration",
            List.of(
                    Key.of(
                                    "public-url",
                                    text(Format.PUBLIC_URL),
                                    "What clients see. Capital letters in the host, and the port that the scheme has anyway, make no difference.")
                            .otherwise("taken from the request, which is meant for loopback only"),
                    Key.of(
                                    "trusted-proxies",
                                    list(text(Format.ADDRESS_RANGE)),
                                    "Reverse proxies whose `X-Forwarded-*` fields are believed.")
                            .otherwise("none"),
                    policy("every call").otherwise("the built-in one, which forwards"),
                    POLICIES,
                    Key.of(
                            "fragments",
                            new Named(Format.NAME, new Policy(true), 0),
                            "Parts of policies that `include-fragment` names."),
                    Key.of("servers", new Named(Format.NAME, SERVER, 1), "MCP servers as clients see them, by name.")
                            .needed(),
                    Key.of("backends", new Named(Format.NAME, BACKEND, 1), "What stands behind them, by name.")
                            .needed(),
                    Key.of("products", new Named(Format.NAME, PRODUCT, 0), "Groups of servers, by name."),
                    Key.of(
                            "subscriptions",
                            new Named(Format.NAME, AccessKeys.SUBSCRIPTION, 0),
                            "Consumers' access to a product or to servers, by id."),
                    Key.of(
                            "keys",
                            new Named(Format.NAME, AccessKeys.PLAIN_KEY, 0),
                            "Keys without products, by the name of whoever has one."),
                    Key.of(
                            "subscriptions-file",
                            text(Format.FILE),
                            "Many more subscriptions, as lines of JSON; a change of it is live within two seconds."),
                    Key.of(
                            "key-pepper",
                            AccessKeys.PEPPER,
                            "The secret that keys given as `hmac-sha256` are hashed with."),
                    Key.of(
                            "named-values",
                            new Named(Format.VALUE_NAME, NAMED_VALUE, 0),
                            "Texts that policies and credentials write as `{{name}}`."),
                    Key.of(
                            "outbound",
                            OUTBOUND,
                            "Where the gateway's own calls may lead, such as those of `send-request`."),
                    TokenKeys.KEY_SETS,
                    TokenKeys.ENTRA,
                    Key.of(
                            "certificates",
                            new Named(Format.NAME, CERTIFICATE, 0),
                            "Certificates that the gateway shows as a client, by the id that policies use."),
                    Key.of(
                            "event-sinks",
                            new Named(Format.NAME, EVENT_SINK, 0),
                            "Where `log-to-eventhub` writes, by its `logger-id`."),
                    Key.of(
                            "schemas",
                            new Named(Format.NAME, text(Format.FILE), 0),
                            "Files of JSON Schemas that `validate-content` uses, by its `schema-id`."),
                    Key.of(
                            "address-lists",
                            new Named(Format.NAME, text(Format.FILE), 0),
                            "Files of addresses that `ip-filter` uses, by the name that policies use: one address or range a line."),
                    Key.of("state-dir", text(Format.FILE), "A directory for what must survive a restart."),
                    Key.of(
                            "redis",
                            RedisKeys.REDIS,
                            "A Redis or Valkey that several gateways share their state through."),
                    Key.of("management", MANAGEMENT, "Who may see what on the management port."),
                    Key.of("limits", LIMITS, "Bounds on what callers and backends can make the gateway do.")),
            List.of(),
            List.of(ONE_POLICY));

    private GatewayKeys() {}

    private static Key policy(String scope) {
        return Key.of(
                "policy",
                new Policy(true),
                "The policy document of " + scope + ": the path of a file, or the elements inline.");
    }
}
