package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.secret;
import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Amount;
import dev.securemcp.proxy.config.Shape.Flag;
import dev.securemcp.proxy.config.Shape.Group;
import dev.securemcp.proxy.config.Shape.Mapping;
import dev.securemcp.proxy.config.Shape.Named;
import dev.securemcp.proxy.config.Shape.Sequence;
import java.util.List;

/** The keys of {@code bridge}. */
final class BridgeKeys {

    private static final long MAX_CONSENT = 365 * 24 * 60 * 60_000L;

    static final Mapping BRIDGE = new Mapping(
            "a bridge",
            List.of(
                    Key.of(
                                    "issuer",
                                    text(Format.ISSUER),
                                    "Who signs people in: one of `servers`, by its issuer identifier.")
                            .otherwise("the only one of `servers`"),
                    Key.of("authorize", text(Format.URL), "The issuer's authorization endpoint.")
                            .otherwise("what its metadata says"),
                    Key.of("token", text(Format.URL), "The issuer's token endpoint.")
                            .otherwise("what its metadata says"),
                    Key.of(
                                    "client-id",
                                    text(Format.LINE),
                                    "The gateway's own client id at the issuer. Its redirect URI there is `{public-url}/oauth/callback`.")
                            .needed(),
                    Key.of("client-secret", secret(Format.LINE), "Its secret; `{{name}}` stands for a named value."),
                    Key.of(
                            "client-certificate",
                            text(Format.NAME),
                            "In place of a secret: a certificate under `certificates`, whose key signs assertions (`private_key_jwt`)."),
                    Key.of(
                                    "scopes",
                                    new Named(Format.SCOPE, text(Format.SCOPE), 1),
                                    "What clients may ask for: the scope's name for clients, and what the issuer calls it.")
                            .needed(),
                    Key.of(
                                    "upstream-scopes",
                                    new Sequence(text(Format.SCOPE), 0, 20, ""),
                                    "Scopes that are asked of the issuer beside those.")
                            .otherwise("`openid`, `offline_access`"),
                    Key.of(
                                    "redirects",
                                    new Sequence(text(Format.REDIRECT), 1, 100, ""),
                                    "Where clients may have people sent back to; a `*` at the end stands for anything.")
                            .otherwise("https, this computer's loopback, and schemes with a dot in them"),
                    Key.of("registration", new Flag(), "Whether clients may register themselves (RFC 7591).")
                            .byDefault("true"),
                    Key.of(
                                    "client-id-metadata-documents",
                                    new Flag(),
                                    "Whether a client may be named by the https URL of its metadata document, which the gateway fetches.")
                            .byDefault("true"),
                    Key.of(
                                    "remember-consent",
                                    new Amount(Limit.Unit.TIME, 0, MAX_CONSENT),
                                    "How long a browser may remember that its user let a client in; `0s`: every time is asked for.")
                            .byDefault("0s")),
            List.of(),
            List.of(new Group(List.of("client-secret", "client-certificate"), 1, 1)));

    private BridgeKeys() {}
}
