package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.time.Instant;
import java.util.Optional;

/**
 * How much a quota gives.
 *
 * @param calls units within a window; {@link QuotaDemand#UNLIMITED} for no bound
 * @param bytes of bodies both ways within a window; {@link QuotaDemand#UNLIMITED} for no bound
 * @param seconds how long a window is; 0 for one that does not end
 */
record QuotaAmount(long calls, long bytes, int seconds) {

    private static final int KILOBYTE = 1_024;

    /**
     * Reads {@code calls}, {@code bandwidth} and {@code renewal-period}.
     *
     * @param around where {@code renewal-period} may be missing, whose holds then; else null
     * @param shortest the shortest window, in seconds
     */
    static QuotaAmount of(AttributeReader reader, QuotaAmount around, int shortest) {
        Optional<PolicyText> calls = reader.optionalLiteral("calls");
        Optional<PolicyText> bandwidth = reader.optionalLiteral("bandwidth");
        if (calls.isEmpty() && bandwidth.isEmpty()) {
            String element = reader.element().name();
            reader.error(reader.element().position(), "`" + element + "` needs `calls`, `bandwidth` or both", "");
        }
        return new QuotaAmount(
                calls.map(text -> number(reader, "calls", text)).orElse(QuotaDemand.UNLIMITED),
                bandwidth
                        .map(text -> number(reader, "bandwidth", text) * KILOBYTE)
                        .orElse(QuotaDemand.UNLIMITED),
                seconds(reader, around, shortest));
    }

    private static long number(AttributeReader reader, String name, PolicyText text) {
        return reader.integerOf(name, text, 1, Integer.MAX_VALUE);
    }

    private static int seconds(AttributeReader reader, QuotaAmount around, int shortest) {
        String name = "renewal-period";
        if (around != null) {
            return reader.integer(name, 0, Integer.MAX_VALUE, around.seconds());
        }
        PolicyText text = reader.requiredLiteral(name);
        int seconds = text.open() ? 0 : reader.integerOf(name, text, 0, Integer.MAX_VALUE);
        if (seconds != 0 && seconds < shortest) {
            reader.error(
                    text.position(),
                    "found `" + seconds + "` in `" + name + "`, expected 0 for ever, or at least " + shortest,
                    "`rate-limit-by-key` bounds calls within shorter times");
        }
        return seconds;
    }

    boolean countsBytes() {
        return bytes != QuotaDemand.UNLIMITED;
    }

    /**
     * What a call asks of it.
     *
     * @param first when its first window began
     */
    QuotaDemand demand(String counter, Instant now, Instant first, long units, Mode mode) {
        return new QuotaDemand(
                counter + "\n" + seconds + "\n" + first.toEpochMilli(),
                QuotaWindow.at(now, first, seconds),
                calls,
                bytes,
                units,
                0,
                mode);
    }
}
