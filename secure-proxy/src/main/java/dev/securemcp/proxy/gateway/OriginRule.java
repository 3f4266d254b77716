package dev.securemcp.proxy.gateway;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which values of {@code Origin} may call (MCP 2025-11-25, Transports, Security Warning). A request without one comes from no
 * browser page and is not asked.
 */
final class OriginRule {

    private final Set<String> allowed;
    private final boolean any;
    private final boolean loopback;

    private OriginRule(Set<String> allowed, boolean any, boolean loopback) {
        this.allowed = allowed;
        this.any = any;
        this.loopback = loopback;
    }

    /**
     * The rule of a server.
     *
     * @param publicOrigin scheme, host and port of the public URL; null where none is configured
     * @param listed origins from the configuration, lower case; {@code *} for all
     * @param boundToLoopback whether the gateway listens on loopback only; then pages of this machine may call too: development
     *     tools are such pages
     */
    static OriginRule of(String publicOrigin, List<String> listed, boolean boundToLoopback) {
        Set<String> allowed = new HashSet<>(listed);
        if (publicOrigin != null) {
            allowed.add(publicOrigin.toLowerCase(Locale.ROOT));
        }
        return new OriginRule(Set.copyOf(allowed), allowed.contains("*"), boundToLoopback);
    }

    /**
     * Whether a page of that origin may call.
     *
     * @param origin the field's value; {@code null} (a sandboxed page) is allowed only where listed in words
     */
    boolean allows(String origin) {
        if (any) {
            return true;
        }
        String lower = origin.trim().toLowerCase(Locale.ROOT);
        if (allowed.contains(lower)) {
            return true;
        }
        boolean page = lower.startsWith("http://") || lower.startsWith("https://");
        return loopback && page && HostRule.isLoopback(HostRule.withoutPort(lower.substring(lower.indexOf("//") + 2)));
    }
}
