package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.config.TokenConfig;
import dev.securemcp.proxy.exchange.token.TokenRules.Issuer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whom a {@code tenant-id} means in Microsoft Entra ID.
 *
 * @param authority where that tenant signs in, without a slash at the end
 * @param name id, domain, or one of the words for many tenants; in lower case
 */
record EntraTenant(URI authority, String name) {

    /** Where personal accounts live. They are not an organization's. */
    static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static final String ORGANIZATIONS = "organizations";
    private static final Set<String> MANY = Set.of(ORGANIZATIONS, "common", "consumers");
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    /** What issues tokens of version 1, by the host of the authority; elsewhere {@value #STS}. */
    private static final Map<String, String> STS_OF = Map.of(
            "login.partner.microsoftonline.cn", "https://sts.chinacloudapi.cn/",
            "login.chinacloudapi.cn", "https://sts.chinacloudapi.cn/");

    private static final String STS = "https://sts.windows.net/";

    /**
     * Reads a tenant.
     *
     * @param text an id, a domain, {@code organizations} or {@code common}, or a URL whose path or host is one of these
     * @param configured the authority of the configuration, which stands for Microsoft's public one
     * @param anyHost whether a URL may lead to another host than these two: only what stands written in a document may
     * @throws IllegalArgumentException where it is none of these; the message says what is expected
     */
    static EntraTenant parse(String text, URI configured, boolean anyHost) {
        String trimmed = text.strip();
        if (!trimmed.toLowerCase(Locale.ROOT).startsWith("http")) {
            return of(configured, trimmed);
        }
        URI url;
        try {
            url = URI.create(trimmed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no URL", e);
        }
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("^/+", "");
        String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        if (first.isEmpty()) {
            return of(configured, host);
        }
        if (host.equals(URI.create(TokenConfig.ENTRA_AUTHORITY).getHost()) || host.equals(configured.getHost())) {
            return of(configured, first);
        }
        if (!anyHost) {
            throw new IllegalArgumentException("an expression cannot choose another authority");
        }
        return of(URI.create(url.getScheme() + "://" + url.getRawAuthority()), first);
    }

    private static EntraTenant of(URI authority, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!GUID.matcher(lower).matches()
                && !MANY.contains(lower)
                && (lower.length() > 253 || !DOMAIN.matcher(lower).matches())) {
            throw new IllegalArgumentException(
                    "it is neither a tenant's id nor its domain, nor `organizations` or `common`");
        }
        return new EntraTenant(authority, lower);
    }

    /** Where its keys and its issuer are told; version 2 tells the keys of version 1 too. */
    Issuer discovery() {
        return new Issuer(URI.create(authority + "/" + name + "/v2.0/.well-known/openid-configuration"), null);
    }

    /** The issuers of its tokens, of version 1 and 2. */
    List<String> issuers() {
        String tenant = GUID.matcher(name).matches() ? name : "{tenantid}";
        String host = authority.getHost() == null ? "" : authority.getHost().toLowerCase(Locale.ROOT);
        return List.of(STS_OF.getOrDefault(host, STS) + tenant + "/", authority + "/" + tenant + "/v2.0");
    }

    /** Whether a token of this tenant belongs to it; the signature was for one of many. */
    boolean takes(String tenant) {
        return !name.equals(ORGANIZATIONS) || !PERSONAL.equals(tenant);
    }
}
