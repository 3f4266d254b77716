package dev.securemcp.proxy.gateway.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.exchange.HeaderFields;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * Which requests ask to be traced: with {@code Ocp-Apim-Trace: true}, or with a token that the management port has issued, in
 * {@code Apim-Debug-Authorization}. Asking is not enough: the subscription must be one that may trace.
 */
public final class TraceRequests {

    static final String FLAG = "Ocp-Apim-Trace";
    static final String TOKEN = "Apim-Debug-Authorization";

    /** The longest that a token lasts. */
    static final Duration MAX_AGE = Duration.ofHours(24);

    private static final int MAX_TOKENS = 1_000;
    private static final int TOKEN_BYTES = 32;

    private record Grant(String server, long untilNanos) {}

    private final SecureRandom random = new SecureRandom();
    private final Cache<Sha256, Grant> grants;
    private final Ticker ticker;

    public TraceRequests(Ticker ticker) {
        this.ticker = ticker;
        grants = Caffeine.newBuilder()
                .maximumSize(MAX_TOKENS)
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Issues a token that asks for traces of one server.
     *
     * @param age how long it lasts, at most {@link #MAX_AGE}
     */
    String issue(String server, Duration age) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Duration bounded = age.compareTo(MAX_AGE) < 0 ? age : MAX_AGE;
        grants.put(Sha256.of(token), new Grant(server, ticker.read() + bounded.toNanos()));
        return token;
    }

    /** Whether a request to a server asks for a trace. */
    public boolean asks(HeaderFields headers, String server) {
        String flag = headers.first(FLAG);
        if (flag != null && flag.trim().equalsIgnoreCase("true")) {
            return true;
        }
        String token = headers.first(TOKEN);
        if (token == null) {
            return false;
        }
        Grant grant = grants.getIfPresent(Sha256.of(token.trim()));
        return grant != null && grant.server().equals(server) && ticker.read() < grant.untilNanos();
    }
}
