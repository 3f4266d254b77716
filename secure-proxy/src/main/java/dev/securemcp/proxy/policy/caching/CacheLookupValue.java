package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code cache-lookup-value} (APIM: "Get value from cache"): puts what is kept under a key into a variable. Where nothing is kept
 * the variable gets the default value, or stays as it was where there is none.
 *
 * @param caching where it is kept
 * @param key what it is kept under
 * @param variable the variable's name
 * @param byDefault what the variable gets otherwise; null for nothing
 */
public record CacheLookupValue(CachingType caching, Value key, String variable, Value byDefault) implements Policy {

    /** Compiles the element. */
    public static CacheLookupValue compile(AttributeReader reader, PolicyBuild build) {
        Value key = build.required(reader, "key");
        PolicyText variable = reader.requiredLiteral("variable-name");
        Optional<Value> byDefault = build.optional(reader, "default-value");
        return new CacheLookupValue(CachingType.read(reader, build), key, variable.text(), byDefault.orElse(null));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        return caching.store(exchange.services()).get(key.text(exchange)).compose(found -> {
            exchange.traceValue("cache", found == null ? "miss" : "hit");
            if (found != null) {
                exchange.variables().put(variable, found);
            } else if (byDefault != null) {
                exchange.variables().put(variable, byDefault.get(exchange));
            }
            return Verdict.NEXT;
        });
    }
}
