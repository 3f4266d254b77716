package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/**
 * {@code find-and-replace} (APIM: "Find and replace string in body"): replaces every occurrence of a text in the request's body,
 * or in on-error in the answer that the gateway makes. In outbound it is refused at load: it would hold a stream back.
 *
 * @param from what is replaced; not empty
 * @param to what stands there instead; may be empty
 * @param ofResponse whether the gateway's own answer is changed
 * @param maxBytes the largest body that may come of it
 */
public record FindAndReplace(Value from, Value to, boolean ofResponse, long maxBytes) implements Policy {

    /** Compiles the element. */
    public static FindAndReplace compile(AttributeReader reader, PolicyBuild build) {
        if (build.section() == Section.OUTBOUND) {
            reader.error(
                    reader.element().position(),
                    "`find-and-replace` in outbound would hold back the response until all of it is there, and an MCP"
                            + " response may be a stream that never ends",
                    "use it in inbound, on the request");
        }
        PolicyText from = reader.required("from");
        if (from.text().isEmpty() && !from.open()) {
            reader.error(from.position(), "found nothing in `from`, expected the text to replace", "");
        }
        return new FindAndReplace(
                build.value(reader, from),
                build.required(reader, "to"),
                build.section() == Section.ON_ERROR,
                build.settings().maxBodyBytes());
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        byte[] body =
                ofResponse ? exchange.response().ownBody() : exchange.request().bodyBytes();
        String what = from.text(exchange);
        if (what.isEmpty()) {
            throw new ExpressionException("ArgumentException", "the expression in `from` gives nothing", null);
        }
        if (body == null) {
            return Verdict.NEXT;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        int first = text.indexOf(what);
        if (first < 0) {
            return Verdict.NEXT;
        }
        byte[] replaced = replaced(text, first, what, to.text(exchange)).getBytes(StandardCharsets.UTF_8);
        SetBody.bounded(replaced, maxBytes);
        if (ofResponse) {
            exchange.response().ownBody(replaced);
        } else {
            exchange.request().replaceBody(replaced);
        }
        return Verdict.NEXT;
    }

    /** Like {@link String#replace}, but it stops growing at the bound. */
    private String replaced(String text, int first, String what, String instead) {
        StringBuilder result = new StringBuilder(text.length());
        int at = 0;
        for (int found = first; found >= 0; found = text.indexOf(what, at)) {
            result.append(text, at, found).append(instead);
            at = found + what.length();
            if (result.length() > maxBytes) {
                break; // told by the caller
            }
        }
        return result.append(text, at, text.length()).toString();
    }
}
