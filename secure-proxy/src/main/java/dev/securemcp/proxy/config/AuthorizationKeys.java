package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.list;
import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Amount;
import dev.securemcp.proxy.config.Shape.Choice;
import dev.securemcp.proxy.config.Shape.Either;
import dev.securemcp.proxy.config.Shape.Flag;
import dev.securemcp.proxy.config.Shape.Mapping;
import dev.securemcp.proxy.config.Shape.Named;
import dev.securemcp.proxy.config.Shape.Sequence;
import java.util.List;

/** The keys that say who may call what: {@code authorization} of a server, rights of a tool, patterns of a product. */
final class AuthorizationKeys {

    /** The word for a backend that is a resource server itself. */
    static final String PASSTHROUGH = "passthrough";

    private static final int MAX_ISSUERS = 20;
    private static final long MAX_SKEW = 10 * 60_000L;

    /** RFC 7518 §3.1 and RFC 8037 without what a verifier would share a secret for. */
    private static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final Mapping ISSUER = new Mapping(
            "an issuer",
            List.of(
                    Key.of("issuer", text(Format.ISSUER), "Its issuer identifier, which clients are told.")
                            .needed(),
                    Key.of(
                                    "token-issuers",
                                    new Sequence(text(Format.LINE), 1, MAX_ISSUERS, ""),
                                    "Values of `iss` that its tokens may have; `{tenantid}` stands for the token's `tid`.")
                            .otherwise("the issuer identifier"),
                    Key.of(
                                    "metadata",
                                    text(Format.URL),
                                    "Where its metadata document is (OpenID Connect Discovery or RFC 8414).")
                            .otherwise("`{issuer}/.well-known/openid-configuration`"),
                    Key.of("jwks", text(Format.URL), "Where its keys are.").otherwise("what its metadata says"),
                    Key.of(
                                    "algorithms",
                                    new Sequence(new Choice(ALGORITHMS), 1, ALGORITHMS.size(), ""),
                                    "Algorithms that may sign its tokens.")
                            .otherwise("all of these")),
            List.of(),
            List.of());

    private static final Mapping RESOURCE_SERVER = new Mapping(
            "the authorization of a server",
            List.of(
                    Key.of(
                                    "servers",
                                    new Sequence(new Either(text(Format.ISSUER), ISSUER), 1, MAX_ISSUERS, ""),
                                    "Authorization servers whose tokens are accepted: the issuer identifier alone, or with more about it.")
                            .needed(),
                    Key.of(
                                    "audiences",
                                    new Sequence(text(Format.LINE), 1, 100, ""),
                                    "Values of `aud` of which a token must have one.")
                            .otherwise("the server's public URLs"),
                    Key.of("scopes", list(text(Format.SCOPE)), "Scopes that a token needs, all of them, for any call.")
                            .otherwise("none"),
                    Key.of(
                                    "implied-scopes",
                                    new Named(Format.SCOPE, list(text(Format.SCOPE)), 0),
                                    "Which other scopes a scope brings with it.")
                            .otherwise("none"),
                    Key.of(
                                    "scope-claims",
                                    new Sequence(text(Format.CLAIM), 1, 10, ""),
                                    "Claims that hold scopes, as a list or separated by spaces.")
                            .otherwise("`scope`, `scp`"),
                    Key.of(
                                    "role-claims",
                                    new Sequence(text(Format.CLAIM), 1, 10, ""),
                                    "Claims that hold roles, as a list; a dot leads into an object: `realm_access.roles`.")
                            .otherwise("`roles`"),
                    Key.of(
                                    "clock-skew",
                                    new Amount(Limit.Unit.TIME, 0, MAX_SKEW),
                                    "How far the clock of an issuer may be off.")
                            .byDefault("30s"),
                    Key.of(
                                    "require",
                                    new Choice(List.of("both", "either", "token")),
                                    "What a call must show: a subscription key and a token, one of them, or a token.")
                            .otherwise("`token` where `subscription-required` is `false`, else `both`"),
                    Key.of(
                                    "bridge",
                                    BridgeKeys.BRIDGE,
                                    "Makes the gateway the authorization server that clients see, for an issuer that they cannot use themselves.")
                            .otherwise("none: clients go to the issuer")),
            List.of(),
            List.of());

    /** {@code authorization} of a server. */
    static final Key AUTHORIZATION = Key.of(
                    "authorization",
                    new Either(new Choice(List.of(PASSTHROUGH)), RESOURCE_SERVER),
                    "Makes it an OAuth resource server; `passthrough` where the backend is one itself.")
            .otherwise("no tokens");

    /** {@code list-step-up} of a server. */
    static final Key LIST_STEP_UP = Key.of(
                    "list-step-up",
                    new Flag(),
                    "Whether lists show a tool also to callers who lack nothing but a scope for it, so that they can ask for that.")
            .byDefault("false");

    /** {@code scopes} and {@code roles} of a tool. */
    static final List<Key> TOOL = List.of(
            Key.of(
                            "scopes",
                            list(text(Format.SCOPE)),
                            "Scopes that a token needs to call it, all of them, beside those of the server.")
                    .otherwise("none"),
            Key.of("roles", some(Format.LINE), "Roles of which a token needs one to see it and to call it.")
                    .otherwise("none"));

    /** {@code allow} and {@code deny} of a product. */
    static final List<Key> PRODUCT = List.of(
            Key.of(
                            "allow",
                            patterns("what a product allows"),
                            "What its subscriptions can see and use; of a kind that is left out, everything.")
                    .otherwise("everything"),
            Key.of("deny", patterns("what a product denies"), "What they cannot, although it is allowed.")
                    .otherwise("nothing"));

    private AuthorizationKeys() {}

    /** A list that has no meaning when it is empty: nobody should have to guess whether that is nothing or everything. */
    private static Sequence some(Format format) {
        return new Sequence(text(format), 1, 1000, "");
    }

    private static Mapping patterns(String title) {
        return new Mapping(
                title,
                List.of(
                        Key.of("tools", some(Format.NAME_PATTERN), "Names of tools.")
                                .otherwise("no rule"),
                        Key.of("prompts", some(Format.NAME_PATTERN), "Names of prompts.")
                                .otherwise("no rule"),
                        Key.of(
                                        "resources",
                                        some(Format.NAME_PATTERN),
                                        "URIs of resources, and URI templates as they are written.")
                                .otherwise("no rule")),
                List.of(),
                List.of());
    }
}
