package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.RegexGroup;
import dev.securemcp.proxy.expression.value.RegexMatch;
import dev.securemcp.proxy.expression.value.RegexPattern;
import java.util.List;

/** {@code Regex}, {@code Match}, {@code Group}. */
final class RegexTypes {

    private RegexTypes() {}

    static void define(TypeTable table) {
        table.<RegexPattern>reference("Regex", RegexPattern.class, Names.NONE, RegexTypes::regex);
        table.<RegexMatch>reference("Match", RegexMatch.class, List.of("Group"), m -> {
            m.property("GroupCollection Groups", (e, x) -> x.groups());
            m.property("CaptureCollection Captures", (e, x) -> List.of(x));
            m.method("Match NextMatch()", (e, x) -> x.next(e));
            m.method("string Result(string replacement)", (e, x, r) -> e.text(x.expand(str(r))));
        });
        table.<RegexGroup>reference("Group", RegexGroup.class, List.of("Capture"), m -> {
            m.property("bool Success", (e, g) -> g.success());
            m.property("string Name", (e, g) -> g.name());
            m.property("CaptureCollection Captures", (e, g) -> g.success() ? List.of(g) : List.of());
        });
        table.<RegexGroup>reference("Capture", null, Names.NONE, m -> {
            m.property("string Value", (e, g) -> g.value());
            m.property("int Index", (e, g) -> g.index());
            m.property("int Length", (e, g) -> g.value().length());
            m.method("string ToString()", (e, g) -> g.value());
        });
        table.<RegexMatch.Groups>reference(
                "GroupCollection", RegexMatch.Groups.class, List.of("IEnumerable<Group>"), m -> {
                    m.property("int Count", (e, g) -> g.size());
                    m.indexer("Group this[int index]", (e, g, i) -> g.group(num(i)));
                    m.indexer("Group this[string name]", (e, g, name) -> g.named(str(name)));
                    m.method("bool ContainsKey(string name)", (e, g, name) -> g.knows(str(name)));
                });
        table.<List<Object>>reference("MatchCollection", null, List.of("IList<Match>"), m -> {
            m.property("int Count", (e, l) -> l.size());
            m.indexer("Match this[int index]", (e, l, i) -> l.get(num(i)));
        });
        table.<List<Object>>reference("CaptureCollection", null, List.of("IList<Capture>"), m -> {
            m.property("int Count", (e, l) -> l.size());
            m.indexer("Capture this[int index]", (e, l, i) -> l.get(num(i)));
        });
    }

    private static RegexPattern pattern(Object pattern, Object options) {
        return RegexPattern.of(str(pattern), options == null ? 0 : ((EnumValue) options).number());
    }

    private static void regex(Members<RegexPattern> m) {
        m.constructor("(string pattern)", (e, p) -> pattern(p, null));
        m.constructor("(string pattern, RegexOptions options)", (e, p, o) -> pattern(p, o));
        m.constructor("(string pattern, RegexOptions options, TimeSpan matchTimeout)", (e, p, o, t) -> pattern(p, o));
        m.method("bool IsMatch(string input)", (e, r, s) -> r.isMatch(e, str(s)));
        m.method("Match Match(string input)", (e, r, s) -> r.match(e, str(s)));
        m.method("MatchCollection Matches(string input)", (e, r, s) -> r.matches(e, str(s)));
        m.method(
                "string Replace(string input, string replacement)",
                (e, r, s, with) -> r.replace(e, str(s), str(with), Integer.MAX_VALUE));
        m.method(
                "string Replace(string input, string replacement, int count)",
                (e, r, s, with, n) -> r.replace(e, str(s), str(with), num(n)));
        m.method("string Replace(string input, Func<Match, string> evaluator)", (e, r, s, f) -> evaluated(e, r, s, f));
        m.method("string[] Split(string input)", (e, r, s) -> r.split(e, str(s)));
        m.method("string ToString()", (e, r) -> r.source());
        m.method("string[] GetGroupNames()", (e, r) -> r.names().toArray());
        m.staticMethod("bool IsMatch(string input, string pattern)", (e, s, p) -> pattern(p, null)
                .isMatch(e, str(s)));
        m.staticMethod("bool IsMatch(string input, string pattern, RegexOptions options)", (e, s, p, o) -> pattern(p, o)
                .isMatch(e, str(s)));
        m.staticMethod(
                "bool IsMatch(string input, string pattern, RegexOptions options, TimeSpan timeout)",
                (e, s, p, o, t) -> pattern(p, o).isMatch(e, str(s)));
        m.staticMethod("Match Match(string input, string pattern)", (e, s, p) -> pattern(p, null)
                .match(e, str(s)));
        m.staticMethod("Match Match(string input, string pattern, RegexOptions options)", (e, s, p, o) -> pattern(p, o)
                .match(e, str(s)));
        m.staticMethod("MatchCollection Matches(string input, string pattern)", (e, s, p) -> pattern(p, null)
                .matches(e, str(s)));
        m.staticMethod(
                "MatchCollection Matches(string input, string pattern, RegexOptions options)",
                (e, s, p, o) -> pattern(p, o).matches(e, str(s)));
        m.staticMethod(
                "string Replace(string input, string pattern, string replacement)",
                (e, s, p, with) -> pattern(p, null).replace(e, str(s), str(with), Integer.MAX_VALUE));
        m.staticMethod(
                "string Replace(string input, string pattern, string replacement, RegexOptions options)",
                (e, s, p, with, o) -> pattern(p, o).replace(e, str(s), str(with), Integer.MAX_VALUE));
        m.staticMethod(
                "string Replace(string input, string pattern, Func<Match, string> evaluator)",
                (e, s, p, f) -> evaluated(e, pattern(p, null), s, f));
        m.staticMethod(
                "string Replace(string input, string pattern, Func<Match, string> evaluator, RegexOptions options)",
                (e, s, p, f, o) -> evaluated(e, pattern(p, o), s, f));
        m.staticMethod("string[] Split(string input, string pattern)", (e, s, p) -> pattern(p, null)
                .split(e, str(s)));
        m.staticMethod(
                "string[] Split(string input, string pattern, RegexOptions options)",
                (e, s, p, o) -> pattern(p, o).split(e, str(s)));
        m.staticMethod("string Escape(string str)", (e, s) -> e.text(RegexPattern.escape(str(s))));
        m.staticMethod("string Unescape(string str)", (e, s) -> e.text(str(s).replaceAll("\\\\(.)", "$1")));
    }

    private static String evaluated(Evaluation e, RegexPattern pattern, Object input, Object function) {
        return pattern.replace(e, str(input), match -> (String) ((Closure) function).call(match));
    }
}
