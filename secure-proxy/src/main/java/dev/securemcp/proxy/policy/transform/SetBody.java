package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Section;
import dev.securemcp.proxy.policy.liquid.LiquidLimits;
import dev.securemcp.proxy.policy.liquid.LiquidTemplate;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/**
 * {@code set-body} (APIM: "Set body"): makes the body anew, of the request in inbound and backend, of the response in outbound. A
 * request that came without a body keeps none. A response's streamed body is given up unread; it is never waited for.
 *
 * @param body text or what a template makes, as UTF-8; or bytes as they are
 * @param ofResponse whether the response is changed
 * @param maxBytes the largest body that may be made
 */
public record SetBody(Value body, boolean ofResponse, long maxBytes) implements Policy, ResponseChange {

    /** Compiles the element where it stands in a section. */
    public static SetBody compile(AttributeReader reader, PolicyBuild build) {
        boolean ofResponse = build.section() == Section.OUTBOUND || build.section() == Section.ON_ERROR;
        SetBody compiled = compileChange(reader, build);
        boolean template = reader.element().attribute("template").isPresent();
        if (!ofResponse && !template && !compiled.body().computed()) {
            reader.warning(
                    reader.element().position(),
                    "a literal body is the same for every call, but id, method and tool of a message must stay as the"
                            + " client sent them",
                    "make it of `context.Request.Body` with an expression");
        }
        return new SetBody(compiled.body(), ofResponse, compiled.maxBytes());
    }

    /** Compiles the element inside a {@code return-response} or a {@code send-request}. */
    public static SetBody compileChange(AttributeReader reader, PolicyBuild build) {
        boolean liquid = liquid(reader);
        long maxBytes = build.settings().maxBodyBytes();
        reader.withoutMeaning("xsi-nil", "it is for Liquid templates that make XML");
        if (!liquid) {
            reader.withoutMeaning("parse-date", "it is for Liquid templates");
        }
        PolicyText text = reader.innerXml();
        return new SetBody(liquid ? template(reader, build, text) : build.value(reader, text), true, maxBytes);
    }

    private static boolean liquid(AttributeReader reader) {
        PolicyText template = reader.optionalLiteral("template").orElse(null);
        boolean liquid = template != null && template.text().strip().equalsIgnoreCase("liquid");
        if (template != null && !liquid && !template.open()) {
            reader.error(
                    template.position(),
                    "found an unknown `template`, expected `liquid`",
                    "or leave the attribute out");
        }
        return liquid;
    }

    private static Value template(AttributeReader reader, PolicyBuild build, PolicyText text) {
        boolean parseDates = reader.bool("parse-date", true);
        boolean ofRequest = build.section() == Section.INBOUND || build.section() == Section.BACKEND;
        if (text.open()) {
            return new Value.Literal("");
        }
        if (text.isExpression()) {
            reader.error(
                    text.strip().position(),
                    "found an expression in a Liquid template",
                    "leave out `template`, or write the body as a template");
            return new Value.Literal("");
        }
        LiquidTemplate.Options options = new LiquidTemplate.Options(
                ofRequest, parseDates, LiquidLimits.forBody(build.settings().maxBodyBytes()));
        return LiquidTemplate.compile(text, reader.path(), options, build.faults())
                .<Value>map(Value.Templated::new)
                .orElse(new Value.Literal(""));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        if (ofResponse) {
            change(exchange, exchange.response());
        } else if (exchange.request().bodyBytes() != null) {
            exchange.request().replaceBody(bytes(exchange));
        }
        return Verdict.NEXT;
    }

    @Override
    public void change(Exchange exchange, ResponseState response) {
        response.ownBody(bytes(exchange));
        // What these said was about the body that is gone.
        response.headers().removeAll("Content-Encoding");
        response.headers().removeAll("Content-Length");
    }

    private byte[] bytes(Exchange exchange) {
        Object made = body.get(exchange);
        byte[] bytes =
                made instanceof byte[] raw ? raw : Expression.asString(made).getBytes(StandardCharsets.UTF_8);
        if (exchange.tracing()) {
            exchange.traceValue("body", new String(bytes, StandardCharsets.UTF_8));
        }
        return bounded(bytes, maxBytes);
    }

    /** A body within the bound. */
    static byte[] bounded(byte[] body, long maxBytes) {
        if (body.length > maxBytes) {
            throw new ExpressionException(
                    "InvalidOperationException", "the body would be larger than " + maxBytes + " bytes", null);
        }
        return body;
    }
}
