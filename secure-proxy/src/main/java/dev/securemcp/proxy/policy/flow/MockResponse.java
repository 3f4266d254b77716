package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Status;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.transform.FieldSyntax;
import io.vertx.core.Future;

/**
 * {@code mock-response} (APIM: "Mock response"): ends the call with a status and a content type. There are no samples or schemas
 * to take a body from, so there is none: what a client of MCP understands is better written with {@code return-response}.
 *
 * @param status 200–599
 * @param contentType the value of {@code Content-Type}
 */
public record MockResponse(Status status, Value contentType) implements Policy {

    /** Compiles the element. */
    public static MockResponse compile(AttributeReader reader, PolicyBuild build) {
        Status status = Status.compile(reader, build, "status-code", 200);
        Value contentType = reader.optional("content-type")
                .map(text -> build.value(reader, text))
                .orElse(new Value.Literal("application/json"));
        reader.withoutMeaning("index", "there are no samples to choose from");
        return new MockResponse(status, contentType);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        HeaderFields headers = HeaderFields.empty();
        headers.add("Content-Type", FieldSyntax.value(contentType.text(exchange)));
        return Verdict.respond(new ResponseState(status.of(exchange), null, headers, new byte[0]));
    }
}
