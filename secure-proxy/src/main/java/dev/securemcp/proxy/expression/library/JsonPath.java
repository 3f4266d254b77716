package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.JsonReader;
import java.util.ArrayList;
import java.util.List;

/** One path of {@code SelectToken}: {@code $.a.b[0]['c'][*]..d[?(@.e == 'f')]}. Steps are taken while the path is read. */
final class JsonPath {

    private final Evaluation evaluation;
    private final String path;
    private int at;

    JsonPath(Evaluation evaluation, String path) {
        this.evaluation = evaluation;
        this.path = path;
    }

    List<JToken> select(JToken root) {
        List<JToken> tokens = List.of(root);
        if (path.startsWith("$")) {
            at = 1;
        }
        while (at < path.length() && !tokens.isEmpty()) {
            char c = path.charAt(at);
            if (path.startsWith("..", at)) {
                at += 2;
                List<JToken> all = new ArrayList<>();
                tokens.forEach(token -> self(token, all));
                tokens = peek() == '[' ? all : named(all, name());
            } else if (c == '[') {
                tokens = bracket(tokens);
            } else {
                at += c == '.' ? 1 : 0;
                tokens = named(tokens, name());
            }
        }
        return tokens;
    }

    private char peek() {
        return at < path.length() ? path.charAt(at) : '\0';
    }

    private void self(JToken token, List<JToken> into) {
        evaluation.step();
        into.add(token);
        for (JToken child : token.children()) {
            self(child instanceof JProperty property ? property.value() : child, into);
        }
    }

    private String name() {
        int start = at;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
            at++;
        }
        if (start == at) {
            throw broken("expected a name");
        }
        return path.substring(start, at).strip();
    }

    private RuntimeException broken(String message) {
        return Fail.of("JsonException", "the JSON path is not understood at character " + (at + 1) + ": " + message);
    }

    private List<JToken> named(List<JToken> tokens, String name) {
        List<JToken> found = new ArrayList<>();
        for (JToken token : tokens) {
            evaluation.step();
            if (name.equals("*")) {
                JsonPaths.values(token).forEach(value -> found.add((JToken) value));
            } else if (token instanceof JObject object && object.get(name) != null) {
                found.add(object.get(name));
            }
        }
        return found;
    }

    private List<JToken> bracket(List<JToken> tokens) {
        int close = close();
        String inner = path.substring(at + 1, close).strip();
        at = close + 1;
        if (inner.startsWith("?")) {
            return filtered(tokens, inner);
        }
        if (inner.equals("*")) {
            return named(tokens, "*");
        }
        if (inner.startsWith("'") || inner.startsWith("\"")) {
            return named(tokens, inner.substring(1, inner.length() - 1));
        }
        return indexed(tokens, inner);
    }

    private int close() {
        int depth = 0;
        char quote = 0;
        for (int i = at; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        throw broken("expected ]");
    }

    private List<JToken> indexed(List<JToken> tokens, String inner) {
        List<JToken> found = new ArrayList<>();
        for (JToken token : tokens) {
            if (!(token instanceof JArray array)) {
                continue;
            }
            for (String index : inner.split(",", -1)) {
                int colon = index.indexOf(':');
                if (colon >= 0) {
                    int from = colon == 0 ? 0 : number(index.substring(0, colon));
                    int to = colon == index.length() - 1 ? array.size() : number(index.substring(colon + 1));
                    from = from < 0 ? Math.max(0, array.size() + from) : from;
                    to = to < 0 ? array.size() + to : Math.min(to, array.size());
                    for (int i = from; i < to; i++) {
                        evaluation.step();
                        found.add(array.get(i));
                    }
                } else {
                    int i = number(index);
                    if (i >= 0 && i < array.size()) {
                        found.add(array.get(i));
                    }
                }
            }
        }
        return found;
    }

    private int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException x) {
            throw broken("expected an index, a quoted name, * or a filter between [ and ]");
        }
    }

    /** {@code ?(@.a)}, {@code ?(@.a == 1)}, joined by {@code &&}. */
    private List<JToken> filtered(List<JToken> tokens, String filter) {
        int open = filter.indexOf('(');
        int close = filter.lastIndexOf(')');
        if (open < 0 || close < open) {
            throw broken("expected ?(…)");
        }
        String[] conditions = filter.substring(open + 1, close).split("&&", -1);
        List<JToken> found = new ArrayList<>();
        for (JToken token : tokens) {
            for (Object child : JsonPaths.values(token)) {
                evaluation.step();
                boolean all = true;
                for (String condition : conditions) {
                    all = all && holds((JToken) child, condition.strip());
                }
                if (all) {
                    found.add((JToken) child);
                }
            }
        }
        return found;
    }

    private boolean holds(JToken token, String condition) {
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
            int place = condition.indexOf(operator);
            if (place > 0) {
                JToken left = operand(token, condition.substring(0, place).strip());
                JToken right = operand(
                        token, condition.substring(place + operator.length()).strip());
                return compare(operator, left, right);
            }
        }
        return operand(token, condition) != null;
    }

    private JToken operand(JToken token, String text) {
        if (text.startsWith("@")) {
            List<JToken> found = new JsonPath(evaluation, text.substring(1)).select(token);
            return found.isEmpty() ? null : found.getFirst();
        }
        return JsonReader.read(evaluation, text, false);
    }

    private boolean compare(String operator, JToken left, JToken right) {
        if (operator.equals("==") || operator.equals("!=")) {
            return left != null && JsonPaths.same(evaluation, left, right) == operator.equals("==");
        }
        if (!(left instanceof JValue a) || !(right instanceof JValue b) || a.value() == null || b.value() == null) {
            return false;
        }
        int order = Values.compare(a.value(), b.value());
        return switch (operator) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }
}
