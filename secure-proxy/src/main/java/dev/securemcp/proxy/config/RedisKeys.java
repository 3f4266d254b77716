package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.secret;
import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Choice;
import dev.securemcp.proxy.config.Shape.Group;
import dev.securemcp.proxy.config.Shape.Mapping;
import dev.securemcp.proxy.config.Shape.Sequence;
import java.util.List;

/** The keys of {@code redis}. */
final class RedisKeys {

    static final Mapping REDIS = new Mapping(
            "the shared store",
            List.of(
                    Key.of("url", text(Format.REDIS_URL), "Where it is."),
                    Key.of(
                            "urls",
                            new Sequence(text(Format.REDIS_URL), 1, 100, ""),
                            "Several addresses: nodes of a cluster, or sentinels."),
                    Key.of("mode", new Choice(List.of("standalone", "cluster", "sentinel")), "What stands there.")
                            .byDefault("standalone"),
                    Key.of("master", text(Format.NAME), "The name of the master, where sentinels are asked."),
                    Key.of("user", text(Format.LINE), "The user of its access lists.")
                            .otherwise("the default user"),
                    Key.of("password", secret(Format.LINE), "Its password; `{{name}}` stands for a named value.")
                            .otherwise("none"),
                    Key.of(
                                    "key-prefix",
                                    text(Format.NAME),
                                    "What every key begins with, so that several installations can share one.")
                            .byDefault("securemcp"),
                    Key.of(
                                    "on-failure",
                                    new Choice(List.of("deny", "local")),
                                    "What limits do while it cannot be reached: refuse, or count in each gateway alone. A limit's own"
                                            + " `on-failure` wins.")
                            .byDefault("local"),
                    Key.of(
                            "encryption-key",
                            secret(Format.LINE),
                            "What secrets are encrypted with before they are kept there, at least 32 characters, the same in all gateways;"
                                    + " `{{name}}` stands for a named value.")),
            List.of(),
            List.of(new Group(List.of("url", "urls"), 1, 1)));

    private RedisKeys() {}
}
