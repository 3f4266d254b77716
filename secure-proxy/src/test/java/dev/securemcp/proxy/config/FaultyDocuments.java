package dev.securemcp.proxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Documents with one fault each. */
final class FaultyDocuments {

    private static final String SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String BACKENDS = "backends: { b: { instances: [{ url: \"http://h/mcp\" }] } }\n";
    private static final String OPEN = "servers: { s: { backend: b, subscription-required: false } }\n";

    private FaultyDocuments() {}

    /**
     * A document with a fault.
     *
     * @param expected a part of the message
     */
    record Faulty(String name, String yaml, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The directory that the documents speak of. */
    static Reading around(Path directory) {
        return new Reading(directory)
                .file("short.key", "short\n")
                .file("two-lines.key", "one-key-of-sixteen\nand more\n")
                .file("empty.key", "\n")
                .file("policy.xml", "<policies/>");
    }

    static Stream<Faulty> all() {
        return Stream.of(syntax(), shapes(), meanings()).flatMap(List::stream);
    }

    /** No sound YAML, or YAML of a kind that has no counterpart in JSON. */
    private static List<Faulty> syntax() {
        return List.of(
                new Faulty("not YAML", "servers: [", "1:11: not YAML: while parsing a flow node"),
                new Faulty("empty", "# nothing\n", "the file is empty"),
                new Faulty("two documents", top("") + "---\na: b\n", "4:1: not YAML: expected a single document"),
                new Faulty(
                        "a tag", top("state-dir: !!binary aGk="), "3:12: state-dir: the tag tag:yaml.org,2002:binary"),
                new Faulty("a merge key", top("limits: { <<: { pool: 1 } }"), "3:11: limits: `<<` is not supported"),
                new Faulty(
                        "a key twice",
                        top("state-dir: a\nstate-dir: b"),
                        "4:1: state-dir: the key `state-dir` stands here twice; keep one"),
                new Faulty("a key that is a list", top("? [a]\n: b"), "3:3: a key must be a plain text"));
    }

    /** What the JSON Schema sees too. */
    static List<Faulty> shapes() {
        return List.of(
                new Faulty(
                        "a list", "[a]", "1:1: expected the configuration: keys with values; its keys: public-url, "),
                new Faulty(
                        "no servers", BACKENDS, "the configuration needs `servers`; MCP servers as clients see them"),
                new Faulty("empty servers", BACKENDS + "servers: {}", "2:10: servers: at least one must stand here"),
                new Faulty("a null", top("state-dir:"), "3:11: state-dir: there is no value; write a path"),
                new Faulty("an empty text", top("state-dir: ''"), "3:12: state-dir: the value is empty; write a path"),
                new Faulty("a list for a text", top("state-dir: [a]"), "3:12: state-dir: expected a path"),
                new Faulty(
                        "a text for a mapping",
                        top("limits: high"),
                        "3:9: limits: expected the limits: keys with values"),
                new Faulty(
                        "a text for names", top("products: all"), "3:11: products: expected names with their settings"),
                new Faulty(
                        "a typo",
                        top("namedvalues: {}"),
                        "3:1: namedvalues: unknown key `namedvalues` in the configuration; did you mean `named-values`?"),
                new Faulty(
                        "a stranger",
                        server("colour: red"),
                        "1:59: servers.s.colour: unknown key `colour` in a server; known here: path, "),
                new Faulty(
                        "credentials in the address of redis",
                        top("redis: { url: \"redis://me:secret@x\" }"),
                        "3:15: redis.url: the value is not a URL such as redis://host:6379"),
                new Faulty(
                        "redis nowhere",
                        top("redis: { mode: cluster }"),
                        "3:1: redis: the shared store needs one of `url`, `urls`"),
                new Faulty(
                        "tool cache",
                        server("tools: { t: { cache: {} } }"),
                        "servers.s.tools.t.cache: the cache of a tool needs `ttl`"),
                new Faulty(
                        "a product's patterns without their kind",
                        product("allow: [t]"),
                        "products.p.allow: expected what a product allows: keys with values; its keys: tools, prompts"),
                new Faulty("no pattern", product("allow: { tools: [] }"), "products.p.allow.tools: the list is empty"),
                new Faulty(
                        "an empty pattern",
                        product("deny: { tools: [''] }"),
                        "products.p.deny.tools[0]: the value is empty"),
                new Faulty(
                        "several instances",
                        OPEN + "backends: { b: { instances: [{ url: \"http://h/\" }, { url: \"http://i/\" }] } }",
                        "2:29: backends.b.instances: several instances come with a later release of secure-proxy; leave one"),
                new Faulty(
                        "no instance",
                        OPEN + "backends: { b: { instances: [] } }",
                        "2:29: backends.b.instances: the list is empty"),
                new Faulty(
                        "two policies",
                        server("policy: policy.xml, policies: {}"),
                        "servers.s: only one of `policy`, `policies` may stand here; keep one"),
                new Faulty(
                        "a file under policies",
                        server("policies: policy.xml"),
                        "servers.s.policies: expected the elements of a policy"),
                new Faulty(
                        "not a flag",
                        server("tools: {}").replace("false", "maybe"),
                        "\"maybe\" is neither true nor false"),
                new Faulty(
                        "yes for true",
                        server("tools: {}").replace("false", "yes"),
                        "\"yes\" is neither true nor false"),
                new Faulty(
                        "not a choice",
                        server("batches: some"),
                        "servers.s.batches: \"some\" is not one of refuse, allow"),
                new Faulty("a path with a slash", server("path: /s"), "servers.s.path: \"/s\" is not a base path"),
                new Faulty("a path with a space", server("path: a b"), "\"a b\" is not a base path"),
                new Faulty("a path that goes up", server("path: a/../b"), "is not a base path"),
                new Faulty("the well-known path", server("path: .well-known/x"), "is not a base path"),
                new Faulty(
                        "a name with a slash",
                        "servers: { a/b: { backend: b, subscription-required: false } }\n" + BACKENDS,
                        "1:12: servers: \"a/b\" is not a name"),
                new Faulty(
                        "a URL of another kind", backend("ftp://h/mcp"), "\"ftp://h/mcp\" is not an http or https URL"),
                new Faulty("a URL with a fragment", backend("http://h/mcp#x"), "is not an http or https URL"),
                new Faulty(
                        "a URL with a password",
                        backend("http://u:p@h/mcp"),
                        "backends.b.instances[0].url: the value is not an http or https URL without credentials"),
                new Faulty(
                        "a public URL with a path",
                        top("public-url: https://h/x"),
                        "3:13: public-url: \"https://h/x\" is not an http or https URL of scheme, host and port only"),
                new Faulty(
                        "a name as address",
                        top("trusted-proxies: [proxy]"),
                        "3:19: trusted-proxies[0]: \"proxy\" is not an address or a range"),
                new Faulty("not a list", top("trusted-proxies: 10.0.0.0/8"), "3:18: trusted-proxies: expected a list"),
                new Faulty("an origin with a path", server("allowed-origins: [\"http://h/x\"]"), "is not an origin"),
                new Faulty("a host with a scheme", server("allowed-hosts: [\"http://h\"]"), "is not a host"),
                new Faulty(
                        "a time without unit",
                        top("limits: { keep-alive: 25 }"),
                        "3:23: limits.keep-alive: \"25\" is not a time such as"),
                new Faulty("a size with a wrong unit", top("limits: { body: 4 MB }"), "\"4 MB\" is not a size such as"),
                new Faulty("a negative count", top("limits: { pool: -1 }"), "\"-1\" is not a whole number"),
                new Faulty(
                        "a count out of bounds",
                        top("limits: { pool: 0 }"),
                        "3:17: limits.pool: \"0\" is out of bounds; between 1 and 10000"),
                new Faulty(
                        "neither key",
                        subscription("state: active"),
                        "subscriptions.a: a subscription needs one of `primary-key`, `secondary-key`"),
                new Faulty(
                        "a key in two forms",
                        subscription(key("sha256: " + SHA + ", file: k")),
                        "only one of `sha256`, `hmac-sha256`, `value`, `file`"),
                new Faulty(
                        "a key in no form",
                        subscription(key("")),
                        "a subscription key needs one of `sha256`, `hmac-sha256`, `value`, `file`"),
                new Faulty(
                        "a bad hash",
                        subscription(key("sha256: 12ab")),
                        "\"12ab\" is not a SHA-256 as 64 hexadecimal digits"),
                new Faulty(
                        "a short key",
                        subscription(key("value: too-short")),
                        "subscriptions.a.primary-key.value: the value is not a key: 16 to 256"),
                new Faulty(
                        "a subscription to nothing",
                        top("subscriptions: { a: { " + key("sha256: " + SHA) + " } }"),
                        "subscriptions.a: a subscription needs one of `product`, `servers`"),
                new Faulty(
                        "a subscription to no server",
                        subscription(key("sha256: " + SHA) + ", servers: []"),
                        "subscriptions.a.servers: the list is empty"),
                new Faulty(
                        "a plain key in no form",
                        top("keys: { a: { servers: [s] } }"),
                        "keys.a: a key needs one of `sha256`, `hmac-sha256`, `value`, `file`"),
                new Faulty("a pepper from nowhere", top("key-pepper: {}"), "key-pepper: the pepper needs `file`"),
                new Faulty(
                        "an unknown state",
                        subscription(key("sha256: " + SHA) + ", state: on"),
                        "\"on\" is not one of active, suspended, "),
                new Faulty(
                        "a date in another form",
                        subscription(key("sha256: " + SHA) + ", expires: 1.1.2027"),
                        "\"1.1.2027\" is not a date such as 2027-01-01"),
                new Faulty(
                        "a named value without value",
                        top("named-values: { a: { secret: true } }"),
                        "a named value needs one of `value`, `file`, `env`"),
                new Faulty(
                        "a named value with a space",
                        top("named-values: { a b: { value: x } }"),
                        "\"a b\" is not a name that `{{…}}` can hold"),
                new Faulty(
                        "an address that is none",
                        top("outbound: { allow: [intranet] }"),
                        "3:21: outbound.allow[0]: \"intranet\" is not an address or a range"),
                new Faulty(
                        "a certificate without file",
                        top("certificates: { c: {} }"),
                        "3:17: certificates.c: a certificate needs `file`"),
                new Faulty(
                        "a sink that leads nowhere",
                        top("event-sinks: { e: {} }"),
                        "event-sinks.e: an event sink needs one of `file`, `url`"),
                new Faulty(
                        "a sink that leads to two places",
                        top("event-sinks: { e: { file: e.log, url: \"https://h/\" } }"),
                        "event-sinks.e: only one of `file`, `url` may stand here"),
                new Faulty(
                        "headers of a file",
                        top("event-sinks: { e: { file: e.log, headers: { X-A: a } } }"),
                        "event-sinks.e: only one of `file`, `headers` may stand here"),
                new Faulty(
                        "a header that is none",
                        credential("X Key", "{{n}}"),
                        "\"X Key\" is not the name of a header field"));
    }

    /** What only the reader can tell: references, files, calendars. */
    static List<Faulty> meanings() {
        return List.of(
                new Faulty(
                        "a reserved path",
                        server("path: oauth/x"),
                        "1:65: servers.s.path: the gateway itself answers at /oauth; choose another `path`"),
                new Faulty(
                        "a reserved name",
                        OPEN.replace(" s:", " q:") + BACKENDS,
                        "1:12: servers.q.path: the gateway itself answers at /q"),
                new Faulty(
                        "sentinels without a master",
                        top("redis: { url: 'redis://localhost', mode: sentinel }"),
                        "3:1: redis: sentinels are asked for a master by name; add `master`"),
                new Faulty(
                        "a master without sentinels",
                        top("redis: { url: 'redis://localhost', master: main }"),
                        "redis.master: only sentinels know a master by name; set `mode: sentinel`"),
                new Faulty(
                        "two single servers",
                        top("redis: { urls: ['redis://localhost', 'redis://localhost:1'] }"),
                        "redis.urls[1]: a single server has one address"),
                new Faulty(
                        "a short key",
                        top("redis: { url: 'redis://localhost', encryption-key: short }"),
                        "redis.encryption-key: the key has fewer than 32 characters"),
                new Faulty("a URL without host", backend("http://:80/mcp"), "backends.b.instances[0].url: "),
                new Faulty("a port out of range", backend("http://h:70000/mcp"), "or a wrong port"),
                new Faulty(
                        "a prefix too long",
                        top("trusted-proxies: [10.0.0.0/40]"),
                        "3:19: trusted-proxies[0]: not an address or a range"),
                new Faulty(
                        "bits behind the prefix",
                        top("trusted-proxies: [10.0.0.1/8]"),
                        "3:19: trusted-proxies[0]: the address goes on behind"),
                new Faulty(
                        "a size out of bounds",
                        top("limits: { body: 2GiB }"),
                        "3:17: limits.body: \"2GiB\" is out of bounds; between 1KiB and 1GiB"),
                new Faulty(
                        "a size beyond counting",
                        top("limits: { body: 999999999999999GiB }"),
                        "\"999999999999999GiB\" is out of bounds"),
                new Faulty(
                        "no such backend",
                        OPEN.replace("backend: b", "backend: wether") + BACKENDS.replace(" b:", " weather:"),
                        "1:26: servers.s.backend: there is no `wether` under `backends`; did you mean `weather`?"),
                new Faulty(
                        "no such server",
                        top("products: { p: { servers: [s, radar] } }"),
                        "3:31: products.p.servers[1]: there is no `radar` under `servers`; declare it"),
                new Faulty(
                        "a server twice",
                        top("products: { p: { servers: [s, s] } }"),
                        "3:31: products.p.servers[1]: `s` stands here twice"),
                new Faulty(
                        "no such product",
                        top("subscriptions: { a: { product: gold, " + key("sha256: " + SHA) + " } }"),
                        "3:32: subscriptions.a.product: there is no `gold` under `products`; declare it under `products`"),
                new Faulty(
                        "no such policy file",
                        top("policy: missing.xml"),
                        "3:9: policy: the policy file \"missing.xml\" does not exist; paths are relative to"),
                new Faulty(
                        "a document as a path",
                        top("policy: <policies/>"),
                        "3:9: policy: expected the path of a policy file, not a document"),
                new Faulty(
                        "a directory for a policy",
                        top("fragments: { f: . }"),
                        "3:17: fragments.f: the policy file \".\" is a directory"),
                new Faulty("a file for a directory", top("state-dir: policy.xml"), "3:12: state-dir: not a directory"),
                new Faulty(
                        "no such named value",
                        credential("X", "{{na}}"),
                        "there is no named value `na`; did you mean `n`?"),
                new Faulty(
                        "a credential with a line end", credential("X", "{{lines}}"), "this is no value for a header"),
                new Faulty(
                        "a header of the gateway",
                        credential("Mcp-Session-Id", "{{n}}"),
                        "the gateway itself sets `Mcp-Session-Id`"),
                new Faulty(
                        "bits behind the prefix of an allowed range",
                        top("outbound: { allow: [10.0.0.1/8] }"),
                        "3:21: outbound.allow[0]: the address goes on behind"),
                new Faulty(
                        "no certificate file",
                        top("certificates: { c: { file: none.p12 } }"),
                        "3:28: certificates.c.file: the file none.p12 does not exist; expected a PKCS#12 file"),
                new Faulty(
                        "a file that is no certificate",
                        top("certificates: { c: { file: policy.xml } }"),
                        "3:28: certificates.c.file: the file policy.xml cannot be used: it is not PKCS#12"),
                new Faulty(
                        "a certificate's password that is nowhere",
                        top("certificates: { c: { file: policy.xml, password: \"{{none}}\" } }"),
                        "certificates.c.password: there is no named value `none`"),
                new Faulty(
                        "a file of events in no directory",
                        top("event-sinks: { e: { file: nowhere/e.log } }"),
                        "3:27: event-sinks.e.file: not a file in a directory that exists"),
                new Faulty(
                        "a header of the post itself",
                        top("event-sinks: { e: { url: \"https://h/\", headers: { content-type: a } } }"),
                        "event-sinks.e.headers.content-type: the gateway itself sets `content-type`"),
                new Faulty(
                        "an unset variable",
                        top("state-dir: a${NOWHERE}"),
                        "3:12: state-dir: the environment variable NOWHERE is not set; set it, or give a default: `${NOWHERE:…}`"),
                new Faulty(
                        "a named value of an unset variable",
                        top("named-values: { a: { env: NOWHERE } }"),
                        "3:27: named-values.a.env: the environment variable NOWHERE is not set"),
                new Faulty("a broken placeholder", top("state-dir: a${x"), "3:12: state-dir: `${` begins the name"),
                new Faulty(
                        "a missing key file",
                        subscription(key("file: none.key")),
                        "primary-key.file: the file none.key does not exist; paths are relative"),
                new Faulty("a directory for a key", subscription(key("file: .")), "the file . is a directory"),
                new Faulty("an empty key file", subscription(key("file: empty.key")), "the file empty.key is empty"),
                new Faulty(
                        "a short key in a file", subscription(key("file: short.key")), "the file does not hold a key"),
                new Faulty(
                        "two lines in a key file",
                        subscription(key("file: two-lines.key")),
                        "the file does not hold a key"),
                new Faulty(
                        "the same key twice",
                        subscription(
                                key("sha256: " + SHA) + ", secondary-key: { sha256: " + SHA.replace('f', 'F') + " }"),
                        "subscriptions.a.secondary-key: the same key as subscriptions.a.primary-key; every key is one consumer's"),
                new Faulty(
                        "a server outside the product",
                        top("products: { p: { servers: [s] } }\nsubscriptions: { a: { product: p, servers: [t], "
                                        + key("sha256: " + SHA) + " } }")
                                .replace(
                                        OPEN,
                                        OPEN.replace("} }", "}, t: { backend: b, subscription-required: false } }")),
                        "4:45: subscriptions.a.servers[0]: the product `p` does not hold this server; add it there"),
                new Faulty(
                        "a subscription to a server that is not there",
                        top("subscriptions: { a: { servers: [t], " + key("sha256: " + SHA) + " } }"),
                        "subscriptions.a.servers[0]: there is no `t` under `servers`"),
                new Faulty(
                        "a plain key for a server that is not there",
                        top("keys: { a: { servers: [t], sha256: " + SHA + " } }"),
                        "keys.a.servers[0]: there is no `t` under `servers`"),
                new Faulty(
                        "a plain key with the id of a subscription",
                        subscription(key("sha256: " + SHA)) + "keys: { a: { value: key-of-somebody-else } }\n",
                        "keys.a: `a` stands under `subscriptions` too; logs and limits tell callers apart by it"),
                new Faulty(
                        "a plain key that is a subscription's",
                        subscription(key("sha256: " + SHA)) + "keys: { b: { sha256: " + SHA + " } }\n",
                        "keys.b: the same key as subscriptions.a.primary-key"),
                new Faulty(
                        "a peppered key without pepper",
                        subscription(key("hmac-sha256: " + SHA)),
                        "primary-key.hmac-sha256: there is no pepper to check this key with; `key-pepper: { file: … }` names"),
                new Faulty(
                        "a short pepper",
                        top("key-pepper: { file: short.key }"),
                        "key-pepper.file: the file holds fewer than 32 characters; `secure-proxy key new --only-key` makes"),
                new Faulty(
                        "a server in two open products",
                        top("products: { p: { servers: [s], subscription-required: false },"
                                + " q: { servers: [s], subscription-required: false } }"),
                        "products.q.subscription-required: the server `s` is open through products.p already"),
                new Faulty(
                        "a file of subscriptions that is not there",
                        top("subscriptions-file: none.jsonl"),
                        "3:21: subscriptions-file: the file none.jsonl does not exist; paths are relative"),
                new Faulty(
                        "an address of Redis that is none",
                        top("redis: { url: \"redis://lo[calhost\" }"),
                        "3:15: redis.url: not a URL: Illegal character in hostname"),
                new Faulty(
                        "a day that is none",
                        subscription(key("sha256: " + SHA) + ", expires: 2027-02-30"),
                        "there is no such day"),
                new Faulty(
                        "an end before the beginning",
                        subscription(key("sha256: " + SHA) + ", expires: 2027-01-01, not-before: 2027-01-02"),
                        "subscriptions.a.expires: its keys would stop working before they begin to"));
    }

    static String top(String more) {
        return OPEN + BACKENDS + more + "\n";
    }

    private static String server(String more) {
        return OPEN.replace("false }", "false, " + more + " }") + BACKENDS;
    }

    private static String product(String more) {
        return top("products: { p: { servers: [s], " + more + " } }");
    }

    private static String backend(String url) {
        return OPEN + BACKENDS.replace("http://h/mcp", url);
    }

    private static String credential(String header, String value) {
        return OPEN
                + BACKENDS.replace("] }", "], credential: { header: \"" + header + "\", value: \"" + value + "\" } }")
                + "named-values: { n: { value: x }, lines: { value: \"x\\ny\" } }\n";
    }

    private static String subscription(String settings) {
        return top("products: { p: { servers: [s] } }\nsubscriptions: { a: { product: p, " + settings + " } }");
    }

    private static String key(String form) {
        return "primary-key: { " + form + " }";
    }
}
