package dev.securemcp.proxy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of an expression at load. */
class ExpressionFactsTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "context.Request.Method == \"GET\" | BOOL",
                "\"a\" | STRING",
                "1 | INT",
                "1L | LONG",
                "1.5 | DOUBLE",
                "1.5m | DECIMAL",
                "null | NULL",
                "context.Variables[\"x\"] | UNKNOWN",
                "context.Request | OTHER",
                "@{ return true; } | BOOL",
                "@{ if (true) { return 1; } return \"a\"; } | UNKNOWN",
                "((JObject)context.Variables[\"x\"])[\"y\"] | UNKNOWN",
                "context.Variables.GetValueOrDefault<bool>(\"x\") | BOOL",
            })
    void theTypeIsKnownWhereItCanBe(String source, ExpressionType expected) {
        assertThat(Expressions.compile(source.strip()).type()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: request body {1}, response body {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "context.Request.Body.As<string>() | true | false",
                "context.Request.Headers.Count | false | false",
                "context.Response.Body.As<string>() | false | true",
                "context.Response?.Body?.As<string>() | false | true",
                "context.Response.StatusCode | false | false",
                "context.Response == null | false | false",
                "((IResponse)context.Variables[\"r\"]).Body.As<string>() | false | false",
                "@{ var r = context.Response; return r.Body.As<string>(); } | false | true",
                "@{ var r = context.Response; return r.StatusCode; } | false | false",
                "@{ var c = context; return c.Response.Body.As<string>(); } | false | true",
                "@{ string F(IResponse r) => r.Body.As<string>(); return F(context.Response); } | false | true",
                "@{ string F(IResponse r) => r.Body.As<string>(); return F((IResponse)context.Variables[\"r\"]); } | false | false",
            })
    void whichBodiesAreReadIsKnown(String source, boolean request, boolean response) {
        Expression expression = Expressions.compile(source.strip());
        assertThat(expression.readsRequestBody()).isEqualTo(request);
        assertThat(expression.readsResponseBody()).isEqualTo(response);
    }

    @Test
    void theMembersOfTheContextThatAreUsedAreListed() {
        Expression expression =
                Expressions.compile("context.Mcp.ToolName + context.Request.Headers.GetValueOrDefault(\"x\")");
        assertThat(expression.usesMember("context.Mcp.ToolName")).isTrue();
        assertThat(expression.usesMember("context.Request.Headers")).isTrue();
        assertThat(expression.usesMember("context.Request.Body")).isFalse();
        assertThat(expression.members()).contains("context.Request.Headers.GetValueOrDefault");
    }

    @Test
    void allFaultsOfOneExpressionAreListed() {
        List<Fault> faults = Expressions.faults("@{ var a = contxt; var b = Gid.NewGuid(); return c; }");
        assertThat(faults)
                .hasSize(3)
                .extracting(Fault::remedy)
                .contains("did you mean 'context'?", "did you mean 'Guid'?");
    }

    @Test
    void positionsGoThroughTheDocumentsOwnMap() {
        PositionMap entities = offset -> new Position("p.xml", 3, 100 + offset * 10);
        Faults faults = new Faults();
        assertThat(Expression.compile(
                        new ExpressionSource("@(contxt)", entities, "inbound/set-header"),
                        CompileEnvironment.DEFAULT,
                        faults))
                .isEmpty();
        assertThat(faults.all().getFirst().position()).isEqualTo(new Position("p.xml", 3, 120));
        assertThat(faults.all().getFirst().path()).isEqualTo("inbound/set-header");
    }

    @Test
    void lineEndsOfAllKindsCountAsOneLine() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            Fault fault = Expressions.faults("@{" + end + "  return contxt;" + end + "}")
                    .getFirst();
            assertThat(fault.position()).isEqualTo(new Position("policy.xml", 11, 10));
        }
    }

    @Test
    void aConditionMustBeBool() {
        FakeContext context = FakeContext.create().variable("flag", true).variable("text", "true");
        assertThat(Expressions.compile("context.Variables[\"flag\"]").evaluateBoolean(context))
                .isTrue();
        assertThat(Expressions.compile("1 < 2").evaluateBoolean(context)).isTrue();
        Expression text = Expressions.compile("context.Variables[\"text\"]");
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ExpressionException.class, () -> text.evaluateBoolean(context))
                        .kind())
                .isEqualTo("InvalidCastException");
    }

    @Test
    void oneExpressionServesManyThreadsAtOnce() {
        Expression expression = Expressions.compile(
                "@{ var s = 0; foreach (var n in Enumerable.Range(1, 100)) { s += n; } return s; }");
        List<Object> results = java.util.stream.IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> expression.evaluate(FakeContext.create()))
                .distinct()
                .toList();
        assertThat(results).containsExactly(5050);
    }
}
