package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.BridgeConfig;
import dev.securemcp.proxy.config.BridgeConfig.Credential;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Pkcs12;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.config.ServerConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The bridge of one server, with all that is known of it at load. Immutable.
 *
 * @param server the server's name in the configuration
 * @param title the server's name for people
 * @param issuer our name as authorization server: the public URL with the server's base path
 * @param path the same without the public URL
 * @param origin the public URL
 * @param resources the URLs that this server is known by
 * @param wanted scopes that are meant where a client names none
 * @param identity what the gateway signs with at the issuer; null where it has a secret
 */
public record BridgeSite(
        String server,
        String title,
        String issuer,
        String path,
        String origin,
        Set<String> resources,
        List<String> wanted,
        Pkcs12.KeyEntry identity,
        BridgeConfig config) {

    public BridgeSite {
        resources = Set.copyOf(resources);
        wanted = List.copyOf(wanted);
    }

    /** The bridge of a server; empty where it has none, or none that could be read. */
    public static Optional<BridgeSite> of(Configuration configuration, ServerConfig server) {
        if (!(server.authorization().orElse(null) instanceof ResourceServer authorization)
                || authorization.bridge().isEmpty()
                || configuration.publicUrl().isEmpty()) {
            return Optional.empty();
        }
        BridgeConfig bridge = authorization.bridge().get();
        String origin = configuration.publicUrl().get().toString();
        String issuer = origin + "/" + server.path();
        return Optional.of(new BridgeSite(
                server.name(),
                server.displayName(),
                issuer,
                "/" + server.path(),
                origin,
                Set.of(canonical(issuer), canonical(issuer + "/mcp"), canonical(issuer + "/sse")),
                authorization.scopes().isEmpty() ? List.copyOf(bridge.scopes().keySet()) : authorization.scopes(),
                bridge.credential() instanceof Credential.Certificate(String name)
                        ? configuration.certificates().get(name).entry()
                        : null,
                bridge));
    }

    /** Where the issuer sends people back to; one for all servers, so that one redirect URI is registered there. */
    public String callback() {
        return origin + "/oauth/callback";
    }

    /** What the gateway shares with its issuer; empty where it signs. */
    public Optional<Secret> secret() {
        return config.credential() instanceof Credential.ClientSecret(Secret secret)
                ? Optional.of(secret)
                : Optional.empty();
    }

    /** Whether browsers take cookies with {@code Secure} from here, in all of them. */
    boolean secure() {
        return origin.startsWith("https:");
    }

    /** Whether a resource indicator (RFC 8707) means this server. */
    boolean has(String resource) {
        return resource.length() <= 2000 && resources.contains(canonical(resource));
    }

    /** A URL in one form: scheme and host in lower case, without the scheme's own port and a slash at the end (RFC 3986 §6.2). */
    static String canonical(String url) {
        try {
            URI parsed = new URI(url);
            if (parsed.getHost() == null
                    || parsed.getScheme() == null
                    || parsed.getRawUserInfo() != null
                    || parsed.getRawQuery() != null
                    || parsed.getRawFragment() != null) {
                return url;
            }
            String scheme = parsed.getScheme().toLowerCase(Locale.ROOT);
            int own = scheme.equals("https") ? 443 : 80;
            String port = parsed.getPort() < 0 || parsed.getPort() == own ? "" : ":" + parsed.getPort();
            String path = parsed.getRawPath() == null ? "" : parsed.getRawPath().replaceFirst("/$", "");
            return scheme + "://" + parsed.getHost().toLowerCase(Locale.ROOT) + port + path;
        } catch (URISyntaxException e) {
            return url;
        }
    }
}
