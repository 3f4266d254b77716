package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Seconds;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code cache-store} (APIM: "Store to cache"): keeps the result of the call, once it has passed, if it is a complete one.
 *
 * @param duration for how long
 */
public record CacheStore(Seconds duration) implements Policy {

    /** Compiles the element. */
    public static CacheStore compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> any = reader.optional("cache-response");
        any.ifPresent(text -> {
            boolean asked = text.isExpression() || reader.boolOf("cache-response", text);
            if (asked) {
                reader.warning(
                        text.position(),
                        "`cache-response` has no effect: of MCP results, only complete ones are kept, never errors",
                        "");
            }
        });
        return new CacheStore(Seconds.required(reader, build, "duration", 0, 30 * 86_400));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        exchange.cacheLife(Duration.ofMillis(duration.millis(exchange)));
        return Verdict.NEXT;
    }
}
