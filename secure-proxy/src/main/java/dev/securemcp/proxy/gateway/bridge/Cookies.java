package dev.securemcp.proxy.gateway.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The cookies of bridges. Each sign-in has one of its own with a fresh value, so that nobody can have planted it, and two at the same
 * time do not meet.
 *
 * <p>Behind https their names begin with {@code __Host-}: browsers take such a one only over https, from this host itself, for all of
 * its paths (RFC 6265bis §4.1.3.2). Over http, which is for loopback alone, not all browsers take {@code Secure} cookies, so names
 * and attributes go without; whoever could plant or read one there runs programs as the same person already.
 */
final class Cookies {

    private static final String SIGN_IN = "bridge-";
    private static final String CONSENTS = "bridge_consents";
    private static final String HOST = "__Host-";

    /** Sign-ins that a browser has begun and not ended; what is over is told to be forgotten. */
    private static final int MAX_OPEN = 8;

    private Cookies() {}

    /** The name of a new sign-in's cookie. */
    static String signIn(boolean secure, String unique) {
        return (secure ? HOST : "") + SIGN_IN + unique;
    }

    /** The name of the cookie that remembers consents. */
    static String consents(boolean secure) {
        return (secure ? HOST : "") + CONSENTS;
    }

    /** The values of all cookies of that name, in the {@code Cookie} fields of a request. */
    static List<String> values(List<String> fields, String name) {
        List<String> values = new ArrayList<>();
        for (String[] pair : pairs(fields)) {
            if (pair[0].equals(name)) {
                values.add(pair[1]);
            }
        }
        return values;
    }

    /** Names of sign-ins' cookies that a browser should forget, since it has too many. */
    static List<String> superfluous(List<String> fields, boolean secure) {
        List<String> open = new ArrayList<>();
        for (String[] pair : pairs(fields)) {
            if (pair[0].startsWith((secure ? HOST : "") + SIGN_IN) && pair[0].matches("[A-Za-z0-9_-]{1,64}")) {
                open.add(pair[0]);
            }
        }
        return open.size() < MAX_OPEN ? List.of() : open;
    }

    private static List<String[]> pairs(List<String> fields) {
        List<String[]> pairs = new ArrayList<>();
        for (String field : fields) {
            for (String pair : field.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    pairs.add(new String[] {
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip()
                    });
                }
            }
        }
        return pairs;
    }

    /** A {@code Set-Cookie} field. {@code Lax}: the issuer leads back here from another site, by a link. */
    static String set(String name, String value, Duration age) {
        return name + "=" + value + "; Path=/; Max-Age=" + age.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (name.startsWith(HOST) ? "; Secure" : "");
    }

    /** A {@code Set-Cookie} field that makes a browser forget. */
    static String forget(String name) {
        return set(name, "", Duration.ZERO);
    }
}
