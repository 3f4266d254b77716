package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.list;
import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Mapping;
import java.util.List;

/** The keys that say how tokens are validated, wherever they are asked for. */
final class TokenKeys {

    /** {@code key-sets}. */
    static final Key KEY_SETS = Key.of(
            "key-sets",
            new Mapping(
                    "the settings of issuers' keys",
                    List.of(Key.of(
                                    "plain-http",
                                    list(text(Format.HOST)),
                                    "Hosts whose metadata and keys may be fetched over plain http; whoever is on the way to them can"
                                            + " put in keys of his own.")
                            .otherwise("this machine alone")),
                    List.of(),
                    List.of()),
            "Where the keys that sign tokens may come from.");

    /** {@code entra}. */
    static final Key ENTRA = Key.of(
            "entra",
            new Mapping(
                    "the settings of Microsoft Entra ID",
                    List.of(Key.of(
                                    "authority",
                                    text(Format.URL),
                                    "What `validate-azure-ad-token` builds tenants' addresses on: another cloud's, or a test's.")
                            .byDefault(TokenConfig.ENTRA_AUTHORITY)),
                    List.of(),
                    List.of()),
            "Microsoft Entra ID as issuer of tokens.");

    private TokenKeys() {}
}
