package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Chain;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code choose} (APIM: "Control flow"): runs the elements of the first {@code when} whose condition holds, else those of
 * {@code otherwise}. Conditions after that one are not evaluated.
 *
 * @param branches in the order of the document
 * @param otherwise what runs where no condition holds; may be empty
 */
public record Choose(List<When> branches, Chain otherwise) implements Policy {

    /** A branch. */
    public record When(Condition condition, Chain policies) {}

    public Choose {
        branches = List.copyOf(branches);
    }

    /** Compiles the element. */
    public static Choose compile(AttributeReader reader, PolicyBuild build) {
        List<When> branches = new ArrayList<>();
        for (AttributeReader when : reader.children("when")) {
            Condition condition = Condition.required(when, build, "condition");
            String path = build.path() + "/when[" + (branches.size() + 1) + "]";
            branches.add(new When(condition, build.chain(when, path)));
            when.done();
        }
        if (branches.isEmpty()) {
            reader.error(
                    reader.element().position(),
                    "`choose` needs a `<when>`",
                    "write <when condition=\"@(…)\">…</when>");
        }
        Chain otherwise = reader.child("otherwise")
                .map(child -> {
                    Chain policies = build.chain(child, build.path() + "/otherwise[1]");
                    child.done();
                    return policies;
                })
                .orElse(Chain.EMPTY);
        return new Choose(branches, otherwise);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        for (When branch : branches) {
            if (branch.condition().test(exchange)) {
                return branch.policies().run(exchange);
            }
        }
        return otherwise.run(exchange);
    }
}
