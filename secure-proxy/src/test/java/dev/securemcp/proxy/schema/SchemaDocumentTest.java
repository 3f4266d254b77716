package dev.securemcp.proxy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaDocumentTest {

    private static final SchemaLimits LIMITS = new SchemaLimits(64 << 10, 200_000);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SchemaDocument read(String schema) throws UnusableSchemaException {
        return SchemaDocument.read(schema.replace('\'', '"').getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    private static List<String> check(String schema, String value, SchemaOptions options) throws Exception {
        return read(schema).check(JSON.readTree(value.replace('\'', '"')), options).stream()
                .map(violation -> violation.path() + " " + violation.rule() + ": " + violation.detail())
                .toList();
    }

    private static List<String> check(String schema, String value) throws Exception {
        return check(schema, value, SchemaOptions.NONE);
    }

    private static final String FORECAST =
            """
            {'type':'object',
             'properties':{
               'latitude':{'type':'number','minimum':-90,'maximum':90},
               'days':{'type':'integer','minimum':1,'maximum':7},
               'unit':{'enum':['us','si']},
               'place':{'type':'string','pattern':'^[A-Z]{2}$','maxLength':10},
               'tags':{'type':'array','items':{'type':'string'},'uniqueItems':true}},
             'required':['latitude'],
             'additionalProperties':false}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'latitude':1}|",
                "{'latitude':1,'days':7,'unit':'si','place':'CA','tags':['a','b']}|",
                "{}|' required: `latitude` is missing'",
                "{'latitude':91}|/latitude maximum: `maximum` is `90`",
                "{'latitude':'1'}|/latitude type: `type` is `\"number\"`",
                "{'latitude':1,'days':1.5}|/days type: `type` is `\"integer\"`",
                "{'latitude':1,'unit':'x'}|'/unit enum: `enum` is `[\"us\",\"si\"]`'",
                "{'latitude':1,'place':'ca'}|/place pattern: `pattern` is `\"^[A-Z]{2}$\"`",
                "{'latitude':1,'place':'CA\\n'}|/place pattern: `pattern` is `\"^[A-Z]{2}$\"`",
                "{'latitude':1,'Days':1}|' additionalProperties: it has a property that it must not have'",
                "{'latitude':1,'tags':['a',1]}|/tags/1 type: `type` is `\"string\"`",
                "{'latitude':1,'tags':['a','b','a']}|/tags uniqueItems: its items differ",
                "[]|' type: `type` is `\"object\"`'",
            })
    void a_value_is_held_to_its_schema(String value, String violation) throws Exception {
        assertThat(check(FORECAST, value)).isEqualTo(violation == null ? List.of() : List.of(violation));
    }

    @Test
    void nothing_of_the_value_is_told() throws Exception {
        assertThat(check(
                        "{'properties':{'a':{'const':'x'},'b':{'pattern':'y'},'c':{'maxLength':1},'d':{'not':{}},'e':{'type':'null'}}}",
                        "{'a':'secret','b':'secret','c':'secret','d':'secret','e':'secret'}"))
                .hasSize(5)
                .noneMatch(line -> line.contains("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://json-schema.org/draft/2020-12/schema|{'prefixItems':[{'type':'string'}]}|[1]|1",
                "http://json-schema.org/draft-07/schema#|{'prefixItems':[{'type':'string'}]}|[1]|0",
                "http://json-schema.org/draft-07/schema#|{'items':[{'type':'string'}]}|[1]|1",
                "http://json-schema.org/draft-07/schema#|{'definitions':{'a':{'type':'string'}},'items':{'$ref':'#/definitions/a'}}|[1]|1",
                "https://json-schema.org/draft/2020-12/schema|{'$defs':{'a':{'type':'string'}},'items':{'$ref':'#/$defs/a'}}|[1]|1",
                "https://json-schema.org/draft/2020-12/schema|{'$defs':{'a':{'$anchor':'x','type':'string'}},'items':{'$ref':'#x'}}|[1]|1",
            })
    void the_draft_is_the_one_that_the_schema_names(String draft, String schema, String value, int violations)
            throws Exception {
        assertThat(check("{'$schema':'" + draft + "'," + schema.substring(1), value))
                .hasSize(violations);
    }

    @Test
    void additional_properties_are_as_a_policy_wants_them() throws Exception {
        String open = "{'properties':{'a':{'properties':{'b':{}}}}}";
        String closed = "{'properties':{'a':{}},'additionalProperties':false,'unevaluatedProperties':false}";
        SchemaOptions refused = new SchemaOptions(Optional.of(false), false);
        SchemaOptions allowed = new SchemaOptions(Optional.of(true), false);

        assertThat(check(open, "{'x':1}", SchemaOptions.NONE)).isEmpty();
        assertThat(check(open, "{'x':1}", refused)).hasSize(1);
        assertThat(check(open, "{'a':{'c':1}}", refused)).hasSize(1);
        assertThat(check(open, "{'a':{'b':1}}", refused)).isEmpty();
        assertThat(check(closed, "{'x':1}", SchemaOptions.NONE)).isNotEmpty();
        assertThat(check(closed, "{'x':1}", allowed)).isEmpty();
    }

    @Test
    void names_may_be_compared_without_case() throws Exception {
        SchemaOptions folded = new SchemaOptions(Optional.empty(), true);
        String schema = "{'properties':{'Days':{'type':'integer'}},'required':['Days'],'additionalProperties':false}";

        assertThat(check(schema, "{'dAYS':1}", folded)).isEmpty();
        assertThat(check(schema, "{'dAYS':'x'}", folded)).hasSize(1);
        assertThat(check(schema, "{'days':1,'DAYS':2}", folded))
                .containsExactly(" property-names: two properties differ in case alone");
        assertThat(check(schema, "{'days':1}", SchemaOptions.NONE)).isNotEmpty();
    }

    @Test
    void a_part_of_a_document_is_a_schema() throws Exception {
        SchemaDocument api = read(
                "{'type':'string','components':{'schemas':{'a':{'$ref':'#/components/schemas/b'},'b':{'type':'integer'}}}}");

        assertThat(api.part("#/components/schemas/a").check(JSON.readTree("1"), SchemaOptions.NONE))
                .isEmpty();
        assertThat(api.part("#/components/schemas/a").check(JSON.readTree("\"x\""), SchemaOptions.NONE))
                .hasSize(1);
        assertThatThrownBy(() -> api.part("#/components/schemas/c")).hasMessageContaining("it has no part");
        assertThatThrownBy(() -> api.part("components")).hasMessageContaining("it has no part");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "'x'",
                "{",
                "{'a':1,'a':2}",
                "{'$schema':'https://example.org/own'}",
                "{'pattern':'('}",
                "{'properties':{'a':{'pattern':'[z-a]'}}}",
                "{'$ref':'classpath:application.properties'}",
                "{'$ref':'file:/etc/hostname'}",
                "{'$ref':'other.json'}",
                "{'$ref':'#/nowhere'}",
            })
    void what_cannot_be_checked_against_is_unusable(String schema) {
        assertThatThrownBy(() -> check(schema, "{'a':'b'}")).isInstanceOf(UnusableSchemaException.class);
    }

    @Test
    void nothing_is_fetched() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema.json";
            for (String schema : List.of(
                    "{'$ref':'" + url + "'}",
                    "{'$dynamicRef':'" + url + "'}",
                    "{'$id':'" + url + "','$ref':'x.json'}",
                    "{'$schema':'" + url + "'}",
                    "{'properties':{'a':{'$ref':'" + url + "#/a'}}}")) {
                assertThatThrownBy(() -> check(schema, "{'a':1}"))
                        .as(schema)
                        .isInstanceOf(UnusableSchemaException.class);
            }
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void what_is_too_large_or_too_deep_is_unusable() {
        assertThatThrownBy(() -> read("{'description':'" + "x".repeat(LIMITS.bytes()) + "'}"))
                .hasMessageContaining("larger than 65536 bytes");
        assertThatThrownBy(() -> read("{'not':".repeat(200) + "{}" + "}".repeat(200)))
                .hasMessageContaining("deeper than 100");
        assertThatThrownBy(() -> check("{'pattern':'" + "a".repeat(5000) + "'}", "'a'"))
                .hasMessageContaining("longer than 4096");
    }

    private static String doubling(int levels) {
        List<String> levelsOf = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            String next = "{'$ref':'#/$defs/a" + (i + 1) + "'}";
            levelsOf.add("'a" + i + "':{'allOf':[" + next + "," + next + "]}");
        }
        levelsOf.add("'a" + levels + "':{}");
        return "{'$defs':{" + String.join(",", levelsOf) + "},'$ref':'#/$defs/a0'}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"doubling", "endless", "regex", "many names"})
    void a_schema_that_takes_for_ever_ends_as_a_violation(String kind) throws Exception {
        String schema =
                switch (kind) {
                    case "doubling" -> doubling(40);
                    case "endless" -> "{'allOf':[{'$ref':'#'}]}";
                    case "regex" -> "{'pattern':'^(a+)+$'}";
                    default -> "{'additionalProperties':{'anyOf':[" + "{'type':'null'},".repeat(500) + "{}]}}";
                };
        String value =
                switch (kind) {
                    case "regex" -> "'" + "a".repeat(5000) + "b'";
                    case "many names" -> {
                        StringBuilder members = new StringBuilder("{");
                        for (int i = 0; i < 10_000; i++) {
                            members.append("'").append(i).append("':1,");
                        }
                        yield members.append("'x':1}").toString();
                    }
                    default -> "{}";
                };
        long begin = System.nanoTime();

        assertThat(check(schema, value))
                .containsExactly(" work: checking it against the schema takes more than 200000 steps");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void items_with_one_hash_are_told_apart_in_good_time() throws Exception {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder item = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                item.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            items.add("'" + item + "'");
        }
        assertThat(items.stream().map(String::hashCode).distinct()).hasSize(1);
        long begin = System.nanoTime();

        assertThat(check("{'uniqueItems':true}", "[" + String.join(",", items) + "]"))
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,1.0]|1",
                "[1,'1']|0",
                "[{'a':1,'b':2},{'b':2,'a':1}]|1",
                "[[1],[1,1]]|0",
                "[null,false,0,'']|0",
                "[true,true]|1"
            })
    void items_are_equal_as_json_schema_says(String value, int violations) throws Exception {
        assertThat(check("{'uniqueItems':true}", value)).hasSize(violations);
    }

    @Test
    void the_first_violations_are_told() throws Exception {
        assertThat(check("{'items':{'type':'null'}}", "[" + "1,".repeat(500) + "1]"))
                .hasSize(20);
    }
}
