package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.token.TokenRules.RequiredClaim;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.access.RuleInputs.Input;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.ArrayList;
import java.util.List;

/** {@code required-claims} and the plain lists of both elements. */
final class RequiredClaims {

    private enum Match {
        ALL,
        ANY
    }

    /** A claim with the inputs that are its values. */
    record Element(String name, List<Input> values, boolean all, String separator) {

        RequiredClaim of(List<String> texts) {
            return new RequiredClaim(
                    name, values.stream().map(value -> value.of(texts)).toList(), all, separator);
        }
    }

    private RequiredClaims() {}

    /** Reads the claims. */
    static List<Element> compile(AttributeReader reader, PolicyBuild build, RuleInputs inputs) {
        List<Element> claims = new ArrayList<>();
        reader.child("required-claims").ifPresent(holder -> {
            for (AttributeReader child : holder.children("claim")) {
                PolicyText name = child.requiredLiteral("name");
                Match match = child.oneOf("match", Match.values(), Match.ALL);
                String separator =
                        child.optionalLiteral("separator").map(PolicyText::text).orElse("");
                List<Input> values = values(child, build, "value", inputs);
                claims.add(new Element(name.text().strip(), values, match == Match.ALL, separator));
                child.done();
            }
            holder.done();
        });
        return claims;
    }

    /** A list such as {@code audiences}, which holds one at least where it is there. */
    static List<Input> list(AttributeReader reader, PolicyBuild build, String list, String item, RuleInputs inputs) {
        List<Input> found = new ArrayList<>();
        reader.child(list).ifPresent(holder -> {
            found.addAll(values(holder, build, item, inputs));
            if (holder.element().elements(item).isEmpty()) {
                holder.error(
                        holder.element().position(),
                        "`" + list + "` holds no `<" + item + ">`",
                        "put one into it, or leave the list out");
            }
            holder.done();
        });
        return found;
    }

    private static List<Input> values(AttributeReader holder, PolicyBuild build, String item, RuleInputs inputs) {
        List<Input> found = new ArrayList<>();
        for (AttributeReader child : holder.children(item)) {
            PolicyText text = child.requiredText();
            found.add(inputs.add(build.value(child, text)));
            child.done();
        }
        return found;
    }
}
