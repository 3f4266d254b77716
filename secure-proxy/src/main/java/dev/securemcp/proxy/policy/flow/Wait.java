package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Chain;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * {@code wait} (APIM: "Wait"): starts all elements inside side by side and waits for all of them, or for the first. The first that
 * fails or answers ends the waiting either way. What is still under way then is not awaited; what it does later changes nothing
 * but variables.
 *
 * @param mode {@code all} or {@code any}
 * @param children each on its own
 */
public record Wait(Value mode, List<Chain> children) implements Policy {

    private enum Mode {
        ALL,
        ANY
    }

    public Wait {
        children = List.copyOf(children);
    }

    /** Compiles the element. */
    public static Wait compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> text = reader.optional("for");
        boolean literal = text.isPresent() && !text.get().isExpression();
        Value mode = literal
                ? new Value.Literal(reader.oneOf("for", Mode.values(), Mode.ALL).name())
                : text.map(found -> build.value(reader, found)).orElse(new Value.Literal(Mode.ALL.name()));
        return new Wait(mode, build.held(reader).apart());
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String said = mode.text(exchange).trim();
        boolean all = said.equalsIgnoreCase(Mode.ALL.name());
        if (!all && !said.equalsIgnoreCase(Mode.ANY.name())) {
            throw new ExpressionException("ArgumentException", "`for` is `all` or `any`", null);
        }
        return children.isEmpty() ? Verdict.NEXT : new Waiting(children.size(), all).start(children, exchange);
    }

    /** One waiting, confined to its exchange's event loop. */
    private static final class Waiting {
        private final Promise<Verdict> done = Promise.promise();
        private final boolean all;
        private int missing;

        Waiting(int count, boolean all) {
            this.missing = count;
            this.all = all;
        }

        Future<Verdict> start(List<Chain> children, Exchange exchange) {
            for (Chain child : children) {
                child.run(exchange).onSuccess(this::finished);
            }
            return done.future();
        }

        private void finished(Verdict said) {
            missing--;
            if (said != Verdict.CONTINUE || !all || missing == 0) {
                done.tryComplete(said);
            }
        }
    }
}
