package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names that stand for something elsewhere in the document: each must exist. */
final class References {

    private final Section root;
    private final Faults faults;

    References(Section root, Faults faults) {
        this.root = root;
        this.faults = faults;
    }

    void check() {
        Set<String> covered = new HashSet<>();
        root.sections("servers").values().forEach(server -> exists(server, "backend", "backends"));
        root.sections("subscriptions").values().forEach(subscription -> {
            exists(subscription, "product", "products");
            if (subscription.entry("product").isEmpty()) {
                covered.addAll(servers(subscription));
            } else {
                servers(subscription);
            }
        });
        root.sections("keys").values().forEach(key -> {
            covered.addAll(
                    key.has("servers") ? servers(key) : root.named("servers").keySet());
        });
        Map<String, String> open = new HashMap<>();
        root.sections("products").values().forEach(product -> {
            Set<String> listed = servers(product);
            covered.addAll(listed);
            if (!product.flag("subscription-required")) {
                listed.forEach(server -> openOnce(product, server, open));
            }
        });
        root.sections("servers").forEach((name, server) -> {
            audience(server);
            bridge(server);
            passthrough(server);
            if (needsKey(server) && !covered.contains(name) && !root.has("subscriptions-file")) {
                faults.warning(
                        server.position(),
                        server.path(),
                        "no key opens this server: it requires a subscription and no product holds it",
                        "list it in a product, put a key under `keys`, or set `subscription-required: false`");
            }
        });
    }

    /** The servers that a section names; each must exist and stand there once. */
    private Set<String> servers(Section section) {
        Set<String> listed = new LinkedHashSet<>();
        section.items("servers").forEach(server -> {
            exists(server, "servers");
            if (!listed.add(server.text())) {
                faults.error(server.position(), server.path(), "`" + server.text() + "` stands here twice", "keep one");
            }
        });
        return listed;
    }

    /** A call without a key must know whose it is (APIM allows one open product to an API). */
    private void openOnce(Section product, String server, Map<String, String> open) {
        String other = open.putIfAbsent(server, product.path());
        if (other != null) {
            faults.error(
                    product.position(),
                    product.path() + ".subscription-required",
                    "the server `" + server + "` is open through " + other + " already",
                    "a server can be in one open product");
        }
    }

    private static boolean needsKey(Section server) {
        Optional<String> require = authorization(server).flatMap(section -> section.written("require"));
        return server.flag("subscription-required") && require.orElse("both").equals("both");
    }

    private static Optional<Section> authorization(Section server) {
        return server.entry("authorization")
                .filter(entry -> entry.value() instanceof Section)
                .map(Entry::section);
    }

    /** The client's token and the gateway's credential cannot both be in one field. */
    private void passthrough(Section server) {
        server.entry("authorization")
                .filter(entry -> !(entry.value() instanceof Section))
                .flatMap(entry -> Optional.ofNullable(root.sections("backends").get(server.text("backend"))))
                .flatMap(backend -> backend.section("credential"))
                .flatMap(credential -> credential.entry("header"))
                .filter(header -> header.text().equalsIgnoreCase("authorization"))
                .ifPresent(header -> faults.error(
                        header.position(),
                        header.path(),
                        "clients' own tokens travel in `Authorization` to this backend, since `" + server.path()
                                + "` passes them through",
                        "take the credential out, or name another header"));
    }

    /** Tokens are made for an audience. Taken from the request it would be the caller's own choice. */
    private void audience(Section server) {
        authorization(server)
                .filter(section -> !section.has("audiences") && !root.has("public-url"))
                .ifPresent(section -> faults.error(
                        section.position(),
                        section.path(),
                        "it is not told which audience tokens must have",
                        "set `public-url`, from which it is taken, or `audiences` here"));
    }

    /** A bridge is an authorization server, whose name must be one that nobody else can choose. */
    private void bridge(Section server) {
        Optional<Section> bridge = authorization(server).flatMap(section -> section.section("bridge"));
        bridge.ifPresent(section -> exists(section, "client-certificate", "certificates"));
        bridge.filter(section -> !root.has("public-url"))
                .ifPresent(section -> faults.error(
                        section.position(),
                        section.path(),
                        "the name of the authorization server begins with the public URL, which is not told",
                        "set `public-url`"));
        bridge.filter(section -> root.has("redis") && !sharesKey())
                .ifPresent(section -> faults.warning(
                        section.position(),
                        section.path(),
                        "each gateway remembers sign-ins for itself, since Redis must not hold the issuer's tokens readable",
                        "set `encryption-key` of `redis`"));
        bridge.filter(section -> section.flag("registration") && !root.has("state-dir") && !sharesKey())
                .ifPresent(section -> faults.warning(
                        section.position(),
                        section.path(),
                        "after a restart, clients that have registered are unknown, and their users see an error page",
                        "set `state-dir`, or `encryption-key` of `redis`"));
        bridge.flatMap(section -> root.entry("public-url"))
                .filter(url -> url.text().startsWith("http:") && !BridgeSettings.isLoopback(url.text()))
                .ifPresent(url -> faults.error(
                        url.position(),
                        url.path(),
                        "codes and tokens of a bridge must not travel in the clear",
                        "use https; plain http is for loopback alone"));
    }

    private boolean sharesKey() {
        return root.section("redis")
                .filter(redis -> redis.has("encryption-key"))
                .isPresent();
    }

    private void exists(Section section, String key, String where) {
        section.entry(key).ifPresent(name -> exists(name, where));
    }

    private void exists(Entry name, String where) {
        // Where the whole of `where` is faulty or absent, that was said already, or is said here as "declare it".
        Collection<String> known = root.named(where).keySet();
        if (!known.contains(name.text()) && (root.has(where) || known.isEmpty())) {
            faults.error(
                    name.position(),
                    name.path(),
                    name.open()
                            ? "there is no `" + name.text() + "` under `" + where + "`"
                            : "the value is no name under `" + where + "`",
                    name.open() ? Nearest.reference(name.text(), known, where) : "look at the variable");
        }
    }
}
