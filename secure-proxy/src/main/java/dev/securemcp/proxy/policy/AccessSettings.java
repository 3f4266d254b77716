package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.config.TokenConfig;
import java.net.URI;

/**
 * What a gateway's configuration says to the policies that validate tokens.
 *
 * @param known whether it is known what is configured; false where a document is checked alone
 * @param tokens how tokens are validated
 * @param resourceServer whether the server itself asks for tokens, which never come in a query there
 */
public record AccessSettings(boolean known, TokenConfig tokens, boolean resourceServer) {

    /** For a document that is checked alone. */
    public static final AccessSettings UNKNOWN = new AccessSettings(false, TokenConfig.DEFAULT, false);

    /** Those of a server. */
    public static AccessSettings of(TokenConfig tokens, ServerConfig server) {
        return new AccessSettings(true, tokens, server.authorization().orElse(null) instanceof ResourceServer);
    }

    /** Whether an issuer may be asked at this URL, as far as that is known. */
    public boolean mayAsk(URI url) {
        return !known || tokens.mayAsk(url);
    }
}
