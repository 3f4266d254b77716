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
import io.vertx.core.Future;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * {@code rewrite-uri} (APIM: "Rewrite URL"): the path and query that the backend is asked for. The path counts from the backend's
 * URL: {@code /v2} at {@code http://host/mcp} is {@code http://host/mcp/v2}, and {@code /} is the URL itself. It holds for
 * Streamable HTTP; the addresses of legacy SSE are the backend's own and keep their paths.
 *
 * @param template begins with a slash, may have a query; at most {@value #MAX} characters
 * @param copyUnmatchedParams whether the client's query parameters go along, but for those the template names
 */
public record RewriteUri(Value template, boolean copyUnmatchedParams) implements Policy {

    private static final int MAX = 8_192;
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*}");
    /** A segment that leads upwards, written plainly or in percent signs. */
    private static final Pattern DOTS = Pattern.compile("(^|[/\\\\])\\.\\.?([/\\\\]|$)");

    /** Compiles the element. */
    public static RewriteUri compile(AttributeReader reader, PolicyBuild build) {
        PolicyText text = reader.required("template");
        if (!text.isExpression() && !text.open()) {
            String fault = fault(text.text());
            if (PARAMETER.matcher(text.text()).find()) {
                reader.error(
                        text.position(),
                        "found a `{parameter}` in `template`, but the endpoints of an MCP server have none",
                        "write the path in full, or make it with an expression");
            } else if (fault != null) {
                reader.error(text.position(), "found in `template` a path that " + fault, "");
            }
        }
        return new RewriteUri(build.value(reader, text), reader.bool("copy-unmatched-params", true));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String target = template.text(exchange);
        String fault = fault(target);
        if (fault != null) {
            throw new ExpressionException("UriFormatException", "the template gives a path that " + fault, null);
        }
        int question = target.indexOf('?');
        String path = UriText.whole(question < 0 ? target : target.substring(0, question));
        QueryEdit query = new QueryEdit(question < 0 ? "" : UriText.whole(target.substring(question + 1)));
        RequestState request = exchange.request();
        RequestUrl url = request.url();
        if (copyUnmatchedParams) {
            query.addMissing(new QueryEdit(url.queryString()));
        }
        request.rewrite(new RequestUrl(url.scheme(), url.host(), url.port(), path, query.queryString()));
        exchange.traceValue("url", path + query.queryString());
        return Verdict.NEXT;
    }

    /** What is wrong with a target; null where nothing is. */
    private static String fault(String target) {
        if (!target.startsWith("/")) {
            return "does not begin with a slash";
        }
        if (target.length() > MAX) {
            return "is longer than " + MAX + " characters";
        }
        if (target.indexOf('#') >= 0) {
            return "has a fragment (`#`)";
        }
        int question = target.indexOf('?');
        String path = (question < 0 ? target : target.substring(0, question)).toLowerCase(Locale.ROOT);
        String plain = path.replace("%2e", ".").replace("%2f", "/").replace("%5c", "\\");
        // What a caller's text was made part of must not lead out of the backend's own path.
        return DOTS.matcher(plain).find() ? "leads upwards (`..`)" : null;
    }
}
