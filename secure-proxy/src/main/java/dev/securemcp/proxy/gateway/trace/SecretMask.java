package dev.securemcp.proxy.gateway.trace;

import dev.securemcp.proxy.exchange.TraceLog;
import dev.securemcp.proxy.expression.library.UrlText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces every secret that a text holds, as it is or as policies and expressions write it into a URL. The longest go first, so that one
 * secret inside another leaves no rest.
 */
public final class SecretMask implements TraceLog.Mask {

    private static final String MASK = "***";

    /** Shorter texts are no secrets worth the name, and would blank half of every trace. */
    private static final int MIN_LENGTH = 4;

    private final List<String> secrets;

    private SecretMask(List<String> secrets) {
        this.secrets = secrets;
    }

    public static SecretMask of(List<String> secrets) {
        return longestFirst(spellings(secrets));
    }

    private static SecretMask longestFirst(Stream<String> spellings) {
        return new SecretMask(spellings
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static Stream<String> spellings(List<String> secrets) {
        return secrets.stream()
                .filter(secret -> secret.length() >= MIN_LENGTH)
                .flatMap(secret -> Stream.of(
                        secret,
                        UrlText.encode(secret, true),
                        UrlText.encode(secret, false),
                        URLEncoder.encode(secret, StandardCharsets.UTF_8)));
    }

    /** The same mask for further secrets, such as those that one request carries; this one where it has them all. */
    @Override
    public SecretMask and(List<String> more) {
        List<String> further =
                spellings(more).filter(text -> !secrets.contains(text)).toList();
        return further.isEmpty() ? this : longestFirst(Stream.concat(secrets.stream(), further.stream()));
    }

    @Override
    public String apply(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
