package dev.securemcp.proxy.gateway.trace;

import dev.securemcp.proxy.exchange.TraceLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replaces every secret that a text holds. The longest go first, so that one secret inside another leaves no rest. */
public final class SecretMask implements TraceLog.Mask {

    private static final String MASK = "***";

    /** Shorter texts are no secrets worth the name, and would blank half of every trace. */
    private static final int MIN_LENGTH = 4;

    private final List<String> secrets;

    private SecretMask(List<String> secrets) {
        this.secrets = secrets;
    }

    public static SecretMask of(List<String> secrets) {
        return new SecretMask(secrets.stream()
                .filter(secret -> secret.length() >= MIN_LENGTH)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The same mask for further secrets, such as those that one request carries. */
    @Override
    public SecretMask and(List<String> more) {
        List<String> all = new ArrayList<>(secrets);
        all.addAll(more);
        return of(all);
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
