package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.secret;
import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Choice;
import dev.securemcp.proxy.config.Shape.Flag;
import dev.securemcp.proxy.config.Shape.Group;
import dev.securemcp.proxy.config.Shape.Mapping;
import dev.securemcp.proxy.config.Shape.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The part of the table of keys that is about subscriptions: how a consumer's key is kept, where it is looked for, what it opens. */
final class AccessKeys {

    /** The names of a key on a server. */
    static final Mapping NAMES = new Mapping(
            "the names of a key",
            List.of(
                    Key.of(
                                    "header",
                                    text(Format.HEADER),
                                    "Header field in which a subscription key is looked for first.")
                            .byDefault(ServerConfig.KeyNames.DEFAULT.header()),
                    Key.of("query", text(Format.QUERY), "Query parameter in which it is looked for next.")
                            .byDefault(ServerConfig.KeyNames.DEFAULT.query()),
                    Key.of(
                                    "in-query",
                                    new Flag(),
                                    "Whether a key in the query opens the server. If not, one there is still kept from the backend.")
                            .byDefault("true")),
            List.of(),
            List.of());

    private static final Key VALUE = Key.of("value", secret(Format.KEY), "The key itself. Better one of the others.");

    private static final Key FILE =
            Key.of("file", text(Format.FILE), "A file that holds the key; one line end at its end is ignored.");

    /** A secret that somebody shows the gateway, kept as its hash. */
    static final Mapping SECRET = new Mapping(
            "a token",
            List.of(
                    Key.of("sha256", text(Format.SHA256), "Its SHA-256, as `secure-proxy key new` prints it."),
                    VALUE,
                    FILE),
            List.of(),
            List.of(new Group(List.of("sha256", "value", "file"), 1, 1)));

    private static final List<Key> FORMS = List.of(
            Key.of("sha256", text(Format.SHA256), "The key's SHA-256, as `secure-proxy key new` prints it."),
            Key.of(
                    "hmac-sha256",
                    text(Format.SHA256),
                    "Its HMAC-SHA-256 with `key-pepper`, as `secure-proxy key new --pepper FILE` prints it."),
            VALUE,
            FILE);

    private static final Group ONE_FORM = new Group(List.of("sha256", "hmac-sha256", "value", "file"), 1, 1);

    private static final Mapping SUBSCRIPTION_KEY =
            new Mapping("a subscription key", FORMS, List.of(), List.of(ONE_FORM));

    private static final Sequence SERVERS = new Sequence(text(Format.NAME), 1, 1000, "");

    private static final Key STATE = Key.of("state", new Choice(states()), "Keys work only in the state `active`.")
            .byDefault("active");

    private static final Key NOT_BEFORE = Key.of("not-before", text(Format.INSTANT), "When its keys begin to work.")
            .otherwise("at once");

    private static final Key EXPIRES = Key.of("expires", text(Format.INSTANT), "When its keys stop working.")
            .otherwise("never");

    private static final Key TRACING = Key.of(
                    "allow-tracing",
                    new Flag(),
                    "Whether its calls may be traced; a trace shows what they carry, but for secrets.")
            .byDefault("false");

    private static final List<Key> FOR_PEOPLE = List.of(
            Key.of("display-name", text(Format.TEXT), "Name for people.").otherwise("the id"),
            Key.of("owner", text(Format.TEXT), "Whose it is."),
            Key.of("notes", text(Format.TEXT), "What people should know about it."));

    /** A subscription with two keys. */
    static final Mapping SUBSCRIPTION = new Mapping(
            "a subscription",
            Stream.concat(
                            Stream.of(
                                    Key.of(
                                            "product",
                                            text(Format.NAME),
                                            "The product it opens, by its name under `products`."),
                                    Key.of(
                                                    "servers",
                                                    SERVERS,
                                                    "The servers it opens: some of the product's, or without a product any.")
                                            .otherwise("all of the product's"),
                                    Key.of(
                                            "primary-key",
                                            SUBSCRIPTION_KEY,
                                            "One of its two keys; at least one must be there."),
                                    Key.of(
                                            "secondary-key",
                                            SUBSCRIPTION_KEY,
                                            "The other, so that keys can be changed without a gap."),
                                    STATE,
                                    NOT_BEFORE,
                                    EXPIRES,
                                    TRACING),
                            FOR_PEOPLE.stream())
                    .toList(),
            List.of(),
            List.of(
                    new Group(List.of("product", "servers"), 1, 2),
                    new Group(List.of("primary-key", "secondary-key"), 1, 2)));

    /** A key alone, for people who do not want products. */
    static final Mapping PLAIN_KEY = new Mapping(
            "a key",
            Stream.of(
                            FORMS.stream(),
                            Stream.of(
                                    Key.of("servers", SERVERS, "The servers it opens, by name.")
                                            .otherwise("all"),
                                    STATE,
                                    NOT_BEFORE,
                                    EXPIRES,
                                    TRACING),
                            FOR_PEOPLE.stream())
                    .flatMap(keys -> keys)
                    .toList(),
            List.of(),
            List.of(ONE_FORM));

    /** The pepper. */
    static final Mapping PEPPER = new Mapping(
            "the pepper",
            List.of(Key.of(
                            "file",
                            text(Format.FILE),
                            "A file that holds it, at least " + Pepper.MIN_LENGTH
                                    + " characters; one line end at its end is ignored.")
                    .needed()),
            List.of(),
            List.of());

    private AccessKeys() {}

    private static List<String> states() {
        return Arrays.stream(SubscriptionConfig.State.values())
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
