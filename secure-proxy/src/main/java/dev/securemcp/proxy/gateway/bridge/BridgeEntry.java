package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Secret;
import java.time.Instant;
import java.util.List;

/** What a bridge has to remember between two requests. The texts that clients and browsers hold stand in it as hashes only. */
public sealed interface BridgeEntry {

    /**
     * What a client has asked for.
     *
     * @param server at which server
     * @param clientId who
     * @param refresh whether it takes refresh tokens
     * @param redirect where the answer goes
     * @param state its own, to be handed back; null for none
     * @param challenge its S256 code challenge
     * @param scopes in the names that clients see
     * @param resource the URL that it wants to use; null where it named none
     */
    record Asked(
            String server,
            String clientId,
            boolean refresh,
            String redirect,
            String state,
            String challenge,
            List<String> scopes,
            String resource) {

        public Asked {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * The browser that it happens in.
     *
     * @param cookie the name of its cookie
     * @param hash of the cookie's value
     */
    record Browser(String cookie, String hash) {}

    /**
     * A page asks a person whether the client may. Kept by the hash of what its form sends.
     *
     * @param csrf hash of the other thing that its form sends
     * @param memory what a remembered consent is recognised by
     * @param prompt what the client wishes of the issuer's page; null for nothing
     * @param hint who is going to sign in; null where nobody said
     */
    record Consent(Asked asked, Browser browser, String csrf, String memory, String prompt, String hint)
            implements BridgeEntry {}

    /**
     * The person is at the issuer. Kept by the hash of our {@code state}.
     *
     * @param verifier of our own code challenge
     * @param nonce that the ID token must have; null where none is asked for
     */
    record SignIn(Asked asked, Browser browser, Secret verifier, String nonce) implements BridgeEntry {}

    /**
     * What the issuer gave.
     *
     * @param access its access token
     * @param expires when that ends; null where the issuer did not say
     * @param refresh its refresh token; null for none
     * @param scopes that it granted, in the names that clients see
     */
    record Tokens(Secret access, Instant expires, Secret refresh, List<String> scopes) {

        public Tokens {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * A code waits for its client. Kept by the hash of the code.
     *
     * @param grant the id of the grant that comes of it
     */
    record Code(Asked asked, Tokens tokens, String grant) implements BridgeEntry {}

    /**
     * A code that was used. Kept by the hash of the code.
     *
     * @param grant what came of it
     */
    record SpentCode(String grant) implements BridgeEntry {}

    /**
     * A client may refresh. Kept by its id, which each of its refresh tokens begins with.
     *
     * @param refresh the issuer's refresh token
     * @param current hash of the token that can be used
     * @param replaced hash of the one before; null for the first
     * @param replacedAt when that was replaced
     * @param last what the client was given then, to be given again to a repetition
     */
    record Grant(
            String server,
            String clientId,
            String resource,
            List<String> scopes,
            Secret refresh,
            String current,
            String replaced,
            Instant replacedAt,
            Issued last)
            implements BridgeEntry {

        public Grant {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * A grant that is over, in its place for a while: what is under way with it must not bring it back.
     *
     * @param current hash of the token with which the issuer refused it; null where we have ended it, which is for good
     */
    record Ended(String current) implements BridgeEntry {}

    /**
     * What a client was given.
     *
     * @param expires when the access token ends; null where the issuer did not say
     * @param refresh our refresh token; null for none
     */
    record Issued(Secret access, Instant expires, Secret refresh, List<String> scopes) {

        public Issued {
            scopes = List.copyOf(scopes);
        }
    }
}
