package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.exchange.CacheWish;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code cache-lookup} (APIM: "Get from cache"): lets a kept result answer the call. The look-up itself comes when inbound has run, since
 * what other policies make of the request decides which result it is.
 *
 * @param perDeveloper whether callers do not share results
 * @param headers header fields by which results differ
 * @param parameters query parameters by which results differ
 */
public record CacheLookup(boolean perDeveloper, List<String> headers, List<String> parameters) implements Policy {

    private enum Downstream {
        NONE,
        PRIVATE,
        PUBLIC
    }

    /** Compiles the element. */
    public static CacheLookup compile(AttributeReader reader, PolicyBuild build) {
        boolean perDeveloper = reader.boolOf("vary-by-developer", reader.requiredLiteral("vary-by-developer"));
        if (reader.boolOf("vary-by-developer-groups", reader.requiredLiteral("vary-by-developer-groups"))) {
            reader.withoutMeaning("vary-by-developer-groups", "there are no groups of developers here");
        }
        CachingType.read(reader, build);
        if (reader.oneOf("downstream-caching-type", Downstream.values(), Downstream.NONE) != Downstream.NONE) {
            reader.withoutMeaning(
                    "downstream-caching-type", "answers to POST are not cached on the way to MCP clients");
        }
        reader.bool("must-revalidate", true);
        reader.bool("allow-private-response-caching", false);
        return new CacheLookup(perDeveloper, texts(reader, "vary-by-header"), texts(reader, "vary-by-query-parameter"));
    }

    private static List<String> texts(AttributeReader reader, String name) {
        List<String> texts = new ArrayList<>();
        for (AttributeReader child : reader.children(name)) {
            for (String text : child.requiredText().text().split(";", -1)) {
                if (!text.isBlank()) {
                    texts.add(text.strip());
                }
            }
            child.done();
        }
        return List.copyOf(texts);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        List<String> vary = new ArrayList<>();
        for (String header : headers) {
            vary.add(header);
            vary.add(String.valueOf(exchange.request().headers().joined(header)));
        }
        for (String parameter : parameters) {
            vary.add(parameter);
            vary.add(String.valueOf(exchange.request().url().query().get(parameter)));
        }
        exchange.cacheWish(new CacheWish(perDeveloper, vary, headers));
        return Verdict.NEXT;
    }
}
