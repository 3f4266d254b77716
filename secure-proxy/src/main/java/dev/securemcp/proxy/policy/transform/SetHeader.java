package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
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
import dev.securemcp.proxy.policy.transform.ExistsAction.Action;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code set-header} (APIM: "Set header"): sets, keeps, adds to or deletes a field of the request (inbound, backend) or of the
 * response (outbound, on-error). Fields that frame the message or belong to the connection are refused.
 *
 * @param name the field's name
 * @param action what happens where the field exists already
 * @param values what it becomes; several make several fields
 * @param ofResponse whether the response is changed
 */
public record SetHeader(Value name, ExistsAction action, List<Value> values, boolean ofResponse)
        implements Policy, ResponseChange {

    /** Compiles the element where it stands in a section. */
    public static SetHeader compile(AttributeReader reader, PolicyBuild build) {
        return compile(reader, build, build.section() == Section.OUTBOUND || build.section() == Section.ON_ERROR);
    }

    /** Compiles the element inside a {@code return-response}. */
    public static SetHeader compileChange(AttributeReader reader, PolicyBuild build) {
        return compile(reader, build, true);
    }

    private static SetHeader compile(AttributeReader reader, PolicyBuild build, boolean ofResponse) {
        PolicyText nameText = reader.required("name");
        Value name = build.value(reader, nameText);
        ExistsAction action = ExistsAction.compile(reader, build);
        List<Value> values = new ArrayList<>();
        for (AttributeReader child : reader.children("value")) {
            PolicyText text = child.text();
            Value value = build.value(child, text.isExpression() ? text : text.strip());
            if (!ofResponse) {
                warnOfTheClientsKey(child, build, value);
            }
            values.add(value);
            child.done();
        }
        if (name instanceof Value.Literal(String literal) && !nameText.open()) {
            checkName(reader, nameText, literal);
        }
        if (values.isEmpty() && !action.alwaysDeletes()) {
            reader.error(
                    reader.element().position(),
                    "`set-header` needs a `<value>`",
                    "add one, or write exists-action=\"delete\" to remove the header");
        }
        return new SetHeader(name, action, values, ofResponse);
    }

    private static void checkName(AttributeReader reader, PolicyText text, String name) {
        if (!FieldSyntax.isName(name)) {
            reader.error(text.position(), "found a header name that is no token (RFC 9110 §5.6.2)", "");
        } else if (UpstreamHeaders.reserved(name)) {
            reader.error(
                    text.position(),
                    "`" + name + "` frames the message or belongs to one connection, so a policy cannot set it",
                    "delete this `set-header`");
        }
    }

    private static void warnOfTheClientsKey(AttributeReader reader, PolicyBuild build, Value value) {
        boolean readsKey = value instanceof Value.Computed(Expression expression)
                && expression.usesMember("context.Request.Headers")
                && reader.element()
                        .text()
                        .text()
                        .contains("\"" + build.settings().keyHeader() + "\"");
        if (readsKey) {
            reader.warning(
                    reader.element().position(),
                    "the backend will see the client's own subscription key",
                    "give the backend a credential of its own: a named value, or `credential` of the backend");
        }
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        set(
                exchange,
                ofResponse ? exchange.response().headers() : exchange.request().headers());
        return Verdict.NEXT;
    }

    @Override
    public void change(Exchange exchange, ResponseState response) {
        set(exchange, response.headers());
    }

    private void set(Exchange exchange, HeaderFields headers) {
        String field = name.text(exchange);
        if (name.computed() && (!FieldSyntax.isName(field) || UpstreamHeaders.reserved(field))) {
            throw new ExpressionException(
                    "ArgumentException", "the expression gives no header name that may be set", null);
        }
        Action what = action.of(exchange);
        if (what == Action.SKIP && headers.count(field) > 0) {
            return;
        }
        // All values first: they may be made of the field that is about to be replaced.
        List<String> texts = new ArrayList<>(values.size());
        for (Value value : values) {
            texts.add(FieldSyntax.value(value.text(exchange)));
        }
        headers.markSetByPolicy(field);
        if (what == Action.OVERRIDE || what == Action.DELETE) {
            headers.removeAll(field);
        }
        if (what != Action.DELETE) {
            for (String text : texts) {
                headers.add(field, text);
            }
        }
        if (exchange.tracing()) {
            exchange.traceValue(field, String.join(", ", headers.values(field)));
        }
        if (exchange.tracing()) {
            exchange.traceValue(field, headers.joined(field));
        }
    }
}
