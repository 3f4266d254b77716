package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.transform.ExistsAction.Action;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code set-query-parameter} (APIM: "Set query string parameter"): sets, keeps, adds to or deletes a parameter of the query that
 * the backend gets. Names are compared without case; names and values are encoded. The query stays under
 * {@value QueryEdit#MAX} characters.
 *
 * @param name the parameter's name
 * @param action what happens where it is there already
 * @param values what it becomes; several make several parameters
 */
public record SetQueryParameter(Value name, ExistsAction action, List<Value> values) implements Policy {

    public SetQueryParameter {
        values = List.copyOf(values);
    }

    /** Compiles the element. */
    public static SetQueryParameter compile(AttributeReader reader, PolicyBuild build) {
        PolicyText name = reader.required("name");
        if (name.isBlank() && !name.open()) {
            reader.error(name.position(), "found nothing in `name`, expected the name of a query parameter", "");
        }
        ExistsAction action = ExistsAction.compile(reader, build);
        List<Value> values = new ArrayList<>();
        for (AttributeReader child : reader.children("value")) {
            PolicyText text = child.text();
            values.add(build.value(child, text.isExpression() ? text : text.strip()));
            child.done();
        }
        if (values.isEmpty() && !action.alwaysDeletes()) {
            reader.error(
                    reader.element().position(),
                    "`set-query-parameter` needs a `<value>`",
                    "add one, or write exists-action=\"delete\" to remove the parameter");
        }
        return new SetQueryParameter(build.value(reader, name), action, values);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        RequestState request = exchange.request();
        RequestUrl url = request.url();
        String parameter = name.text(exchange);
        if (parameter.isEmpty()) {
            throw new ExpressionException("ArgumentException", "the expression gives no name", null);
        }
        Action what = action.of(exchange);
        QueryEdit query = new QueryEdit(url.queryString());
        if (what == Action.SKIP && query.has(parameter)) {
            return Verdict.NEXT;
        }
        if (what == Action.OVERRIDE || what == Action.DELETE) {
            query.remove(parameter);
        }
        if (what != Action.DELETE) {
            values.forEach(value -> query.add(parameter, value.text(exchange)));
            request.markParameterSetByPolicy(parameter);
        }
        request.url(new RequestUrl(url.scheme(), url.host(), url.port(), url.path(), query.queryString()));
        exchange.traceValue("query", request.url().queryString());
        return Verdict.NEXT;
    }
}
