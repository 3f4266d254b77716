package dev.securemcp.proxy.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.securemcp.proxy.config.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is written, and nothing that is evaluated, takes more than its bounds: no hang, no overflow of the stack. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ExpressionBoundsTest {

    /** Generous: the bound is 100 ms of work on a warm machine; this one is cold and shared. */
    private static final Duration MOST = Duration.ofSeconds(3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((",
                "!!!!",
                "-(-(",
                "[",
                "new[] { ",
                "a(",
                "a.b?.c(",
                "x => ",
                "$\"{",
                "a ? ",
                "a ?? ",
                "(int)",
                "List<List<",
                "new { a = ",
                "{",
                "@{ if (true) ",
                "@{ {",
                "@{ while (true) ",
                "@{ try {",
                "@{ switch (1) { case 1: ",
                "\"",
                "/*",
                "a < ",
                "a[",
                "@{ void F() {"
            })
    void tenThousandOpeningsAreOneClearFault(String piece) {
        String repeated = piece.startsWith("@{ ")
                ? "@{ " + piece.substring(3).repeat(10_000) + "}"
                : "@(" + piece.repeat(10_000) + ")";
        List<Fault> faults = timed(() -> Expressions.faults(repeated));
        assertThat(faults).isNotEmpty().hasSizeLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 + ", "\"a\" + ", "a.", "true && ", "1 == 1 || ", "1 * ", "null ?? "})
    void tenThousandLinksOfAChainAreOneClearFaultOrWork(String link) {
        String source = "@(" + link.repeat(10_000)
                + (link.startsWith("true") || link.startsWith("1 ==")
                        ? "true"
                        : link.startsWith("null") ? "\"x\"" : "1")
                + ")";
        List<Fault> faults = timed(() -> Expressions.faults(source));
        assertThat(faults).isNotEmpty().hasSizeLessThan(205);
    }

    @Test
    void nestedParenthesesWithinTheBoundWork() {
        assertThat(Expressions.evaluate("(".repeat(60) + "1" + ")".repeat(60))).isEqualTo(1);
        assertThat(Expressions.text("\"a\"" + " + \"b\"".repeat(200))).hasSize(201);
    }

    @Test
    void anExpressionTooLongIsRefused() {
        Fault fault = timed(() -> Expressions.faults("\"" + "x".repeat(5_000_000) + "\""))
                .getFirst();
        assertThat(fault.message()).contains("at most 65536");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@{ while (true) { } }",
                "@{ var s = \"x\"; while (true) { s += s; } }",
                "@{ var s = \"x\"; while (true) { s = s + \"y\"; } }",
                "@{ var l = new List<string>(); while (true) { l.Add(\"x\"); } }",
                "@{ var l = new List<object>(); while (true) { l.Add(new byte[100000]); } }",
                "@{ int F(int n) { return F(n + 1) + F(n + 2); } return F(0); }",
                "@{ Func<int, int> f = null; f = n => f(n) + 1; return f(1); }",
                "@{ int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); return F(60); }",
                "Regex.IsMatch(new string('a', 5000), \"^(.*)(.*)(.*)(.*)(.*)(.*)Z$\")",
                "Regex.IsMatch(new string('a', 100000), \"^((a|b)*)*c\")",
                "Regex.Replace(new string('a', 100000), \"(?=(a+))\", \"$1\")",
                "Enumerable.Range(0, 100000).Select(x => Enumerable.Range(0, 100000).Sum()).Sum()",
                "Enumerable.Range(0, 1000).OrderBy(x => Enumerable.Range(0, 1000).OrderBy(y => -y).First()).First()",
                "@{ var o = new JArray(); for (;;) { o.Add(o); } }",
                "@{ var o = new JObject(); for (;;) { o = new JObject(new JProperty(\"a\", o)); } }",
                "@{ var x = new XElement(\"a\"); for (;;) { x = new XElement(\"b\", x); } }",
                "@{ var d = new Dictionary<int, int>(); for (var i = 0; ; i++) { d[i] = i; } }",
                "@{ var b = new StringBuilder(\"x\"); for (;;) { b.Append(b.ToString()); } }",
                "@{ var b = new StringBuilder(); for (;;) { b.Append('x', 1000000); } }",
                "@{ var s = new string('a', 1000000); for (;;) { s.IndexOf(\"b\"); } }",
                "@{ var s = new string('a', 1000000); for (;;) { s.Contains(\"B\", StringComparison.OrdinalIgnoreCase); } }",
                "@{ var s = new string('a', 1000000); var w = new string('a', 100000) + \"b\"; for (;;) { s.IndexOf(w); } }",
                "@{ var s = new string('a', 1000000); var w = new string('a', 100000) + \"b\"; for (;;) { s.Replace(w, \"\"); } }",
                "@{ var s = new string('a', 1000000); var t = s + \"\"; for (;;) { if (s != t) { break; } } return 1; }",
                "@{ var s = new string(' ', 1000000); for (;;) { s.Trim(); } }",
                "@{ var s = new string(',', 99999); for (;;) { s.Split(','); } }",
                "@{ var k = new byte[1000000]; for (;;) { SHA512.Create().ComputeHash(k); } }",
                "@{ var d = 1m; for (;;) { d = d / 3 + 1.0000000000000000001m; } }",
                "string.Join(\",\", Enumerable.Repeat(new string('x', 100000), 100000))",
                "string.Format(\"{0,1000000000}\", 1)",
                "1.ToString(\"D999999999\")",
                "JObject.Parse(new string('[', 100000))",
                "JsonConvert.DeserializeObject<JObject>(\"{\\\"a\\\":\" + new string('[', 5000))",
                "new byte[int.MaxValue]",
                "Convert.FromBase64String(new string('A', 4000000)).Length.ToString() + new string('x', 5000000)",
                "@{ var l = new List<object>(); l.Add(l); return JsonConvert.SerializeObject(l); }",
                "@{ var t = JToken.Parse(\"[\" + string.Join(\",\", Enumerable.Repeat(\"[1]\", 20000)) + \"]\"); for (;;) { t.SelectTokens(\"$..[*]\"); } }",
            })
    void whatWouldNotEndEndsWithAFailure(String source) {
        Expression expression = Expressions.compile(source);
        ExpressionException thrown = timed(
                () -> catchThrowableOfType(ExpressionException.class, () -> expression.evaluate(FakeContext.create())));
        assertThat(thrown).as(source).isNotNull();
        assertThat(thrown.getMessage()).isNotBlank().doesNotContain("StackOverflow");
    }

    @Test
    void aSmallStackIsEnough() throws InterruptedException {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        tenThousandOpeningsAreOneClearFault("((((");
                        whatWouldNotEndEndsWithAFailure(
                                "@{ int F(int n) => 1 + (2 + (3 + (4 + F(n + 1)))); return F(0); }");
                        nestedParenthesesWithinTheBoundWork();
                    } catch (Throwable e) {
                        failed.set(e);
                    }
                },
                "small-stack",
                512 * 1024);
        thread.start();
        thread.join();
        assertThat(failed.get()).isNull();
    }

    private static <T> T timed(java.util.function.Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
        return result;
    }
}
