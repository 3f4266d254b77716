package dev.securemcp.proxy.policy.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads values, filters and conditions. */
final class OperandParser {

    private final TokenReader tokens;
    private final boolean bodyAllowed;

    OperandParser(TokenReader tokens, boolean bodyAllowed) {
        this.tokens = tokens;
        this.bodyAllowed = bodyAllowed;
    }

    TokenReader tokens() {
        return tokens;
    }

    /** A value and its filters, up to the end. */
    Pipeline pipeline() {
        Operand operand = operand();
        List<Pipeline.Call> calls = new ArrayList<>();
        while (tokens.take("|")) {
            calls.add(call());
        }
        tokens.expectEnd("a filter, or the end");
        return new Pipeline(operand, calls);
    }

    private Pipeline.Call call() {
        Token named = tokens.peek();
        String name = tokens.name("the name of a filter");
        Filter filter = Filters.find(name);
        if (filter == null) {
            throw new SyntaxFault(
                    named.at(),
                    "unknown filter " + tokens.shown(named),
                    "there are "
                            + Filters.all().stream().map(Filter::dotLiquidName).collect(Collectors.joining(", "))
                            + ", also written as upcase and divided_by");
        }
        List<Operand> arguments = new ArrayList<>();
        if (tokens.take(":")) {
            do {
                arguments.add(operand());
            } while (tokens.take(","));
        }
        if (arguments.size() < filter.least() || arguments.size() > filter.most()) {
            String expected = filter.least() == filter.most()
                    ? Integer.toString(filter.least())
                    : filter.least() + " to " + filter.most();
            throw new SyntaxFault(
                    named.at(),
                    "the filter `" + name + "` has " + arguments.size() + " arguments, expected " + expected,
                    "");
        }
        return new Pipeline.Call(filter, arguments);
    }

    /** What {@code if} asks, up to the end. */
    Condition condition() {
        List<Condition.Term> terms = new ArrayList<>();
        List<Boolean> ands = new ArrayList<>();
        while (true) {
            terms.add(term());
            if (tokens.takeName("and")) {
                ands.add(true);
            } else if (tokens.takeName("or")) {
                ands.add(false);
            } else {
                tokens.expectEnd("an operator (==, !=, <, >, <=, >=, contains), `and`, `or`, or the end");
                return new Condition(terms, ands);
            }
        }
    }

    private Condition.Term term() {
        Operand left = operand();
        Comparison comparison = tokens.peek().kind() == Token.Kind.SIGN
                ? Comparison.SIGNS.get(tokens.peek().text())
                : tokens.peek().isName("contains") ? Comparison.CONTAINS : null;
        if (comparison == null) {
            return new Condition.Term(left, null, null);
        }
        tokens.next();
        return new Condition.Term(left, comparison, operand());
    }

    /** A value: a literal, a range, or a variable with what is picked of it. */
    Operand operand() {
        return operand(0);
    }

    private Operand operand(int depth) {
        if (depth > LiquidLimits.MAX_DEPTH) {
            throw new SyntaxFault(tokens.peek().at(), "the brackets are nested too deep", "use `assign`");
        }
        Token token = tokens.peek();
        switch (token.kind()) {
            case STRING -> {
                return new Operand.Literal(tokens.next().text());
            }
            case NUMBER -> {
                tokens.next();
                return new Operand.Literal(Numbers.parsed(token.text()));
            }
            case NAME -> {
                tokens.next();
                return switch (token.text()) {
                    case "true" -> new Operand.Literal(true);
                    case "false" -> new Operand.Literal(false);
                    case "nil", "null" -> new Operand.Literal(null);
                    case "empty" -> new Operand.Literal(Emptiness.EMPTY);
                    case "blank" -> new Operand.Literal(Emptiness.BLANK);
                    default -> path(token, depth);
                };
            }
            case SIGN -> {
                if (tokens.take("(")) {
                    Operand from = operand(depth + 1);
                    tokens.expect("..");
                    Operand to = operand(depth + 1);
                    tokens.expect(")");
                    return new Operand.Range(from, to);
                }
                throw tokens.unexpected("a value");
            }
            case END -> throw tokens.unexpected("a value");
        }
        throw tokens.unexpected("a value");
    }

    private Operand path(Token root, int depth) {
        if (root.text().equals("body") && !bodyAllowed) {
            throw new SyntaxFault(
                    root.at(),
                    "`body` would hold back the response until all of it is there, and an MCP response may be a stream"
                            + " that never ends",
                    "keep what is needed of the request in a variable and use `context.Variables`");
        }
        List<Operand> keys = new ArrayList<>();
        Facts<?> facts = root.text().equals("context") ? ContextFacts.CONTEXT : null;
        while (true) {
            if (tokens.take(".")) {
                Token member = tokens.peek();
                String name = tokens.name("a name");
                facts = known(facts, name, member);
                keys.add(new Operand.Literal(name));
            } else if (tokens.take("[")) {
                Token token = tokens.peek();
                Operand key = operand(depth + 1);
                tokens.expect("]");
                facts = key instanceof Operand.Literal(String name) ? known(facts, name, token) : null;
                keys.add(key);
            } else {
                return new Operand.Path(root.text(), keys);
            }
        }
    }

    /** The facts behind a member; a fault where the table has none of that name. */
    private Facts<?> known(Facts<?> facts, String name, Token place) {
        if (facts == null) {
            return null;
        }
        Facts.Member<?, ?> member = facts.members().get(name);
        if (member == null) {
            throw new SyntaxFault(
                    place.at(),
                    "a template has no " + tokens.shown(place) + " in `" + facts.name() + "`",
                    "it has `" + String.join("`, `", facts.members().keySet()) + "`");
        }
        return member.facts();
    }
}
