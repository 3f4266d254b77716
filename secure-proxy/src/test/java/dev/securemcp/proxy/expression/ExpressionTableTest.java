package dev.securemcp.proxy.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.securemcp.proxy.config.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables under {@code src/test/resources/expressions}: {@code source ==> what it gives as text}; {@code ==> !Kind} for an
 * evaluation that fails so; {@code ==> ?line:column words} for a fault at load. A source may go over several lines.
 */
class ExpressionTableTest {

    private static final List<String> TABLES = List.of(
            "language",
            "statements",
            "operators",
            "faults",
            "failures",
            "context",
            "strings",
            "numbers",
            "json",
            "linq",
            "time",
            "regex",
            "encoding",
            "tokens",
            "crypto",
            "xml",
            "patterns");

    record Row(String table, int line, String source, String expected) {
        @Override
        public String toString() {
            return table + ":" + line + " " + source + " ==> " + expected;
        }
    }

    static Stream<Row> rows() {
        return TABLES.stream().flatMap(table -> read(table).stream());
    }

    private static List<Row> read(String table) {
        List<Row> rows = new ArrayList<>();
        try (InputStream in = ExpressionTableTest.class.getResourceAsStream("/expressions/" + table + ".txt")) {
            if (in == null) {
                throw new AssertionError("no table " + table);
            }
            StringBuilder source = new StringBuilder();
            int number = 0;
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                number++;
                int arrow = line.indexOf("==>");
                if (source.isEmpty() && (line.isBlank() || line.startsWith("# "))) {
                    continue;
                }
                if (arrow < 0) {
                    source.append(line).append('\n');
                } else {
                    source.append(line, 0, arrow);
                    rows.add(new Row(
                            table,
                            number,
                            source.toString().strip(),
                            line.substring(arrow + 3).strip()));
                    source.setLength(0);
                }
            }
            assertThat(source.toString())
                    .as("the last row of " + table + " has no ==>")
                    .isBlank();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyRowGivesWhatItSays(Row row) {
        if (row.expected().startsWith("?")) {
            assertFault(row);
        } else if (row.expected().startsWith("!")) {
            assertFailure(row);
        } else {
            String expected = row.expected()
                    .replace("\\r", "\r")
                    .replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\\s", " ");
            assertThat(Expression.asString(Expressions.evaluate(row.source(), Fixtures.context())))
                    .isEqualTo(expected);
        }
    }

    private static void assertFault(Row row) {
        List<Fault> faults = Expressions.faults(row.source());
        int blank = row.expected().indexOf(' ');
        String place = row.expected().substring(1, blank);
        String all = faults.toString();
        assertThat(all).contains(row.expected().substring(blank + 1));
        assertThat(faults.stream()
                        .map(f -> f.position().line() + ":" + f.position().column()))
                .as(all)
                .contains(place);
    }

    private static void assertFailure(Row row) {
        Expression expression = Expressions.compile(row.source());
        ExpressionException thrown =
                catchThrowableOfType(ExpressionException.class, () -> expression.evaluate(Fixtures.context()));
        assertThat(thrown).as("no failure").isNotNull();
        String expected = row.expected().substring(1);
        int blank = expected.indexOf(' ');
        assertThat(thrown.kind())
                .as(thrown.getMessage())
                .isEqualTo(blank < 0 ? expected : expected.substring(0, blank));
        assertThat(thrown.position()).isNotNull();
        if (blank >= 0) {
            assertThat(thrown.line() + ":" + thrown.column() + " " + thrown.getMessage())
                    .contains(expected.substring(blank + 1));
        }
    }
}
