package dev.securemcp.proxy.config;

import java.net.URI;
import java.util.Set;

/**
 * How tokens are validated, wherever they are asked for.
 *
 * @param entraAuthority what addresses of Microsoft Entra ID begin with, without a slash at the end
 * @param plainHttp hosts, in lower case and perhaps with a port, whose metadata and keys may be fetched without TLS; loopback
 *     always may
 */
public record TokenConfig(URI entraAuthority, Set<String> plainHttp) {

    /** That of Microsoft's public cloud. */
    public static final String ENTRA_AUTHORITY = "https://login.microsoftonline.com";

    /** Where the configuration says nothing. */
    public static final TokenConfig DEFAULT = new TokenConfig(URI.create(ENTRA_AUTHORITY), Set.of());

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public TokenConfig {
        plainHttp = Set.copyOf(plainHttp);
    }

    /** Whether an issuer may be asked at this URL: with TLS, on this machine, or where the operator says so. */
    public boolean mayAsk(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(java.util.Locale.ROOT);
        return !"http".equalsIgnoreCase(url.getScheme())
                || LOOPBACK.contains(host)
                || plainHttp.contains(host)
                || plainHttp.contains(host + ":" + url.getPort());
    }
}
