package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a request shows of itself beside its keys, in {@code Authorization} and {@code Cookie}, for texts in which it must not be seen: the
 * whole fields, and what a policy can cut out of them.
 */
final class PresentedCredentials {

    /**
     * Shorter cookies are not hidden: a session id of 64 random bits, which is the least that can be called one, has eleven characters in
     * Base64, and hiding a {@code lang=en} or {@code n=1} wherever it stands would make a trace unreadable.
     */
    private static final int MIN_COOKIE = 11;

    private PresentedCredentials() {}

    /** Every text that is to be hidden. */
    static List<String> of(HeaderFields headers) {
        List<String> found = new ArrayList<>();
        headers.values("Authorization").forEach(field -> authorization(field, found));
        headers.values("Cookie").forEach(field -> cookies(field, found));
        return found;
    }

    private static void authorization(String field, List<String> found) {
        found.add(field);
        String text = field.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return;
        }
        String shown = text.substring(space).strip();
        found.add(shown);
        if (text.regionMatches(true, 0, "Basic", 0, space)) {
            password(shown, found);
        }
    }

    private static void password(String basic, List<String> found) {
        try {
            String both = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            found.add(both);
            found.add(both.substring(both.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            // Not what Basic is followed by: there is no password in it.
            return;
        }
    }

    private static void cookies(String field, List<String> found) {
        found.add(field);
        for (String cookie : field.split(";")) {
            String value = cookie.substring(cookie.indexOf('=') + 1).strip();
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            String bare = quoted ? value.substring(1, value.length() - 1) : value;
            if (bare.length() >= MIN_COOKIE) {
                found.add(bare);
            }
        }
    }
}
