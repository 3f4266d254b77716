package dev.securemcp.proxy.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Who is asking which server for its tools in the name of the gateway: one call of a caller at a time asks, the others wait for it, and
 * none asks again right away. A server may show each caller other tools, so each caller asks for itself. Safe for all event loops.
 */
final class ToolFetches {

    /** What came of asking. */
    enum Outcome {
        /** The whole list was read. */
        COMPLETE,
        /** It could not be had. */
        FAILED
    }

    /**
     * Whose list it is.
     *
     * @param generation of the server's tools: after a change it is asked at once
     */
    record Asked(String server, long generation, String principal) {}

    /** A list that was read, or could not be, is not asked for anew for so long. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MOST = 10_000;

    private final Cache<Asked, Future<Outcome>> last;

    ToolFetches(Ticker ticker) {
        this.last = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(PAUSE)
                .ticker(ticker)
                .build();
    }

    /**
     * What comes of asking: now, as a call does that is under way, or as one did moments ago.
     *
     * @return never fails; completes on the event loop that this is called on
     */
    // Whether it is the future just made is the question.
    @SuppressWarnings("ReferenceEquality")
    Future<Outcome> ask(Vertx vertx, Asked asked, Supplier<Future<Outcome>> fetch) {
        Promise<Outcome> mine = Promise.promise();
        Future<Outcome> shared = last.get(asked, first -> mine.future());
        if (shared == mine.future()) {
            begun(fetch).otherwise(Outcome.FAILED).onSuccess(outcome -> {
                last.put(asked, mine.future());
                mine.complete(outcome);
            });
            return mine.future();
        }
        if (shared.isComplete()) {
            return Future.succeededFuture(shared.result());
        }
        Context context = vertx.getOrCreateContext();
        Promise<Outcome> here = Promise.promise();
        shared.onSuccess(outcome -> context.runOnContext(now -> here.complete(outcome)));
        return here.future();
    }

    /** What breaks at once fails like what breaks later: others may wait for it already. */
    private static Future<Outcome> begun(Supplier<Future<Outcome>> fetch) {
        try {
            return fetch.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
