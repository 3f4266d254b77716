package dev.securemcp.proxy.policy.validation;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.ToolSchemas;
import dev.securemcp.proxy.policy.FilterSettings;
import dev.securemcp.proxy.policy.PolicyTesting;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.SchemaLimits;
import dev.securemcp.proxy.schema.UnusableSchemaException;
import dev.securemcp.proxy.schema.Violation;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateContentTest {

    private static final String HEAD = "<validate-content unspecified-content-type-action='prevent' max-size='2000'"
            + " size-exceeded-action='prevent' errors-variable-name='errors' ";
    private static final String JSON = "<content type='application/json' validate-as='json' action='prevent' ";

    private static SchemaDocument schema(String json) {
        try {
            return SchemaDocument.read(
                    json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new SchemaLimits(64 << 10, 100_000));
        } catch (UnusableSchemaException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final FilterSettings SETTINGS = FilterSettings.of(
            Map.of(),
            Map.of(
                    "call", schema("{'properties':{'id':{'type':'integer'}},'required':['params']}"),
                    "api", schema("{'components':{'schemas':{'strict':{'properties':{'id':{'type':'string'}}}}}}")));

    /** Knows one tool, as told, and keeps what is reported. */
    private static final class Tools implements ToolSchemas {
        private final Input input;
        private final List<Violation> detected = new ArrayList<>();

        Tools(Input input) {
            this.input = input;
        }

        @Override
        public Future<Input> input(String tool) {
            return Future.succeededFuture(input);
        }

        @Override
        public void detected(Violation violation) {
            detected.add(violation);
        }
    }

    private static final ToolSchemas.Input ALERTS = new ToolSchemas.Known(schema(
            "{'type':'object','properties':{'state':{'type':'string','pattern':'^[A-Z]{2}$'},'limit':{'type':'integer','maximum':9}},"
                    + "'required':['state'],'additionalProperties':false}"));

    private static PolicyTesting configured() {
        return policies().filters(SETTINGS);
    }

    private static String arguments(String json) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\",\"arguments\":"
                + json.replace('\'', '"') + "}}";
    }

    private static TestExchange call(String body) {
        return TestExchange.call()
                .header("Content-Type", "application/json; charset=utf-8")
                .body(body);
    }

    private static String outcome(String xml, TestExchange exchange) {
        Verdict said = configured().load(Section.INBOUND, xml).run(Section.INBOUND, exchange.build());
        return said instanceof Verdict.Fail(Failure failure)
                ? failure.answer().status() + " " + failure.answer().code() + " "
                        + failure.answer().message()
                : "passes";
    }

    private static final String BROKEN = "200 -32602 The content breaks a rule: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'state':'CA'}|passes",
                "{'state':'CA','limit':9}|passes",
                "{'state':'ca'}|/params/arguments/state: `pattern` is `\"^[A-Z]{2}$\"`",
                "{'state':'CA','limit':10}|/params/arguments/limit: `maximum` is `9`",
                "{}|/params/arguments: `state` is missing",
                "null|/params/arguments: `state` is missing",
                "[]|/params/arguments: `type` is `\"object\"`",
                "{'state':'CA','x':1}|/params/arguments: it has a property that it must not have",
                "{'state':1e999999}|/params/arguments/state: a number's exponent is beyond 400",
            })
    void the_arguments_of_a_call_match_what_its_tool_takes(String arguments, String outcome) {
        assertThat(outcome(
                        HEAD + ">" + JSON + "/></validate-content>",
                        call(arguments(arguments)).tools(new Tools(ALERTS))))
                .isEqualTo(outcome.equals("passes") ? outcome : BROKEN + outcome);
    }

    private static final ToolSchemas.Input OPEN = new ToolSchemas.Known(
            schema("{'properties':{'city':{'pattern':'^[A-Z][a-z]*$'},'at':{'properties':{'zip':{}}}}}"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'city':'../../etc/passwd;','city':'Oslo'}|/params/arguments/city: a property stands twice",
                "{'city':'Oslo','at':[1,{'x':2,'x':2}]}|/params/arguments/at/1/x: a property stands twice",
                "{'c\\u0069ty':'../x','city':'Oslo'}|/params/arguments/city: a property stands twice",
                "{'City':'../x','city':'Oslo'}|/params/arguments/city: two properties differ in case alone",
                "{'city':'Oslo','C\u0130TY':'x','C\u0131ty':'../x'}|/params/arguments/C\u0130TY: two properties differ in case alone",
                "{'at':{'ZIP':1,'Zip':2,'zip':3}}|/params/arguments/at/zip: two properties differ in case alone",
                "{'x':1,'X':2}|passes",
                "{'x':1,'X':2,'X':3}|/params/arguments/X: a property stands twice",
                "{'a':{'b':1},'b':{'a':1,'b':2}}|passes",
            })
    void a_property_is_there_once_since_parsers_disagree_about_which_one_counts(String arguments, String outcome) {
        assertThat(outcome(
                        HEAD + ">" + JSON + "/></validate-content>",
                        call(arguments(arguments)).tools(new Tools(OPEN))))
                .isEqualTo(outcome.equals("passes") ? outcome : BROKEN + outcome);
    }

    @Test
    void a_property_that_stands_twice_is_found_in_each_call_of_a_batch_and_in_whole_documents() {
        String twice = arguments("{'state':'CA','state':'CA'}");

        assertThat(outcome(
                        HEAD + ">" + JSON + "/></validate-content>",
                        call("[" + arguments("{'state':'CA'}") + "," + twice + "]")
                                .tools(new Tools(ALERTS))))
                .isEqualTo(BROKEN + "/1/params/arguments/state: a property stands twice");
        assertThat(outcome(HEAD + ">" + JSON + "schema-id='call'/></validate-content>", call(twice)))
                .isEqualTo(BROKEN + "/params/arguments/state: a property stands twice");
    }

    @Test
    void a_property_that_stands_twice_is_only_reported_where_that_is_the_action() {
        Tools tools = new Tools(OPEN);
        configured()
                .load(Section.INBOUND, HEAD + "><content validate-as='json' action='detect' /></validate-content>")
                .inbound(call(arguments("{'city':'../x','city':'Oslo','CITY':'../x'}"))
                        .tools(tools)
                        .build());

        assertThat(tools.detected)
                .extracting(Violation::path, Violation::rule)
                .containsExactly(
                        tuple("/params/arguments/city", "property-names"),
                        tuple("/params/arguments/CITY", "property-names"));
    }

    @Test
    void what_is_not_checked_against_a_schema_may_hold_what_it_likes() {
        String elsewhere = arguments("{'state':'CA'}").replace("\"id\"", "\"x\":{\"a\":1,\"a\":2},\"id\"");

        assertThat(outcome(
                        HEAD + ">" + JSON + "/></validate-content>",
                        call(elsewhere).tools(new Tools(ALERTS))))
                .isEqualTo("passes");
        assertThat(outcome(
                        HEAD + "max-depth='9'><content validate-as='json' action='ignore' /></validate-content>",
                        call(arguments("{'state':'CA','state':'CA'}"))))
                .isEqualTo("passes");
    }

    @Test
    void where_case_does_not_count_no_two_properties_differ_in_it_alone() {
        assertThat(outcome(
                        HEAD + ">" + JSON + "case-insensitive-property-names='true'/></validate-content>",
                        call(arguments("{'x':1,'X':1}")).tools(new Tools(OPEN))))
                .isEqualTo(BROKEN + "/params/arguments: two properties differ in case alone");
    }

    @Test
    void each_call_of_a_batch_is_looked_at() {
        String batch = "[" + arguments("{'state':'CA'}") + "," + arguments("{'state':1}") + "]";

        assertThat(outcome(
                        HEAD + ">" + JSON + "/></validate-content>", call(batch).tools(new Tools(ALERTS))))
                .isEqualTo(BROKEN + "/1/params/arguments/state: `type` is `\"string\"`");
    }

    @Test
    void what_is_only_detected_is_reported_and_passes() {
        Tools tools = new Tools(ALERTS);
        Exchange exchange = configured()
                .load(Section.INBOUND, HEAD + "><content validate-as='json' action='detect' /></validate-content>")
                .inbound(call(arguments("{'state':1,'limit':10}")).tools(tools).build());

        assertThat(tools.detected)
                .extracting(Violation::path)
                .containsExactly("/params/arguments/state", "/params/arguments/limit");
        assertThat(exchange.variables().get("errors").toString())
                .contains(
                        "\"Name\": \"/params/arguments/limit\"",
                        "\"Type\": \"RequestBody\"",
                        "\"ValidationRule\": \"maximum\"",
                        "\"Details\": \"`maximum` is `9`\"",
                        "\"Action\": \"Detect\"");
    }

    @Test
    void expressions_can_read_what_was_found() {
        String xml = HEAD + "><content validate-as='json' action='detect' /></validate-content>"
                + "<choose><when condition='@(((JArray)context.Variables[\"errors\"]).Count > 0)'>"
                + "<return-response><set-status code='422' /></return-response></when></choose>";

        assertThat(configured()
                        .load(Section.INBOUND, xml)
                        .answer(call(arguments("{}")).tools(new Tools(ALERTS)).build())
                        .statusCode())
                .isEqualTo(422);
        configured()
                .load(Section.INBOUND, xml)
                .inbound(call(arguments("{'state':'CA'}"))
                        .tools(new Tools(ALERTS))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "'', The content breaks a rule: /params/arguments: the schema of the tool is not known: no luck",
        "unknown-schema-action='prevent', The content breaks a rule: /params/arguments: the schema of the tool is not known: no luck",
        "unknown-schema-action='detect', passes",
        "unknown-schema-action='ignore', passes",
    })
    void a_tool_whose_schema_is_not_known_is_refused_unless_it_is_to_pass(String attribute, String outcome) {
        assertThat(outcome(
                        HEAD + attribute.replace("''", "'") + ">" + JSON + "/></validate-content>",
                        call(arguments("{}")).tools(new Tools(new ToolSchemas.Unknown("no luck")))))
                .endsWith(outcome);
    }

    @Test
    void a_tool_that_the_server_does_not_have_is_unknown() {
        assertThat(outcome(
                        HEAD + ">" + JSON + "/></validate-content>",
                        call(arguments("{}")).tools(new Tools(new ToolSchemas.Absent()))))
                .isEqualTo("200 -32602 Unknown tool");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema-id='call'|{'state':'CA'}|passes",
                "schema-id='api' schema-ref='#/components/schemas/strict'|{'state':'CA'}|/id: `type` is `\"string\"`",
                "allow-additional-properties='true'|{'state':'CA','x':1}|passes",
                "case-insensitive-property-names='true'|{'STATE':'CA'}|passes",
            })
    void a_content_is_checked_as_its_attributes_say(String attributes, String arguments, String outcome) {
        assertThat(outcome(
                        HEAD + ">" + JSON + attributes + "/></validate-content>",
                        call(arguments(arguments)).tools(new Tools(ALERTS))))
                .isEqualTo(outcome.equals("passes") ? outcome : BROKEN + outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-depth='3'|[[1]]|/params/arguments/0: it nests deeper than 3",
                "max-string-length='20'|['xxxxxxxxxxxxxxxxxxxxx']|/params/arguments/0: a text has more than 20 characters",
                "max-array-items='2'|[1,2,3]|/params/arguments/2: an array has more than 2 items",
                "max-properties='4'|{'a':1,'b':2,'c':3,'d':4,'e':5}|/params/arguments/e: an object has more than 4 properties",
                "max-properties='4' bounds-exceeded-action='detect'|{'a':1,'b':2,'c':3,'d':4,'e':5}|passes",
                "max-properties='4'|{'a':1,'b':2,'c':3,'d':4}|passes",
            })
    void a_document_keeps_within_bounds(String attributes, String arguments, String outcome) {
        assertThat(outcome(
                        HEAD + attributes + "><content validate-as='json' action='ignore' /></validate-content>",
                        call(arguments(arguments))))
                .isEqualTo(outcome.equals("passes") ? outcome : BROKEN + outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-depth='1'", "max-depth='9'"})
    void a_number_without_end_gets_into_no_tree_though_bounds_are_only_watched(String bound) {
        assertThat(outcome(
                        HEAD + bound + " bounds-exceeded-action='detect'>" + JSON + "/></validate-content>",
                        call(arguments("{'state':1e999999}")).tools(new Tools(ALERTS))))
                .isEqualTo(BROKEN + "/params/arguments/state: a number's exponent is beyond 400");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prevent|prevent|application/json|2000|passes",
                "prevent|prevent|application/json|2001|the document: it has more than 2000 bytes",
                "prevent|detect|application/json|2001|passes",
                "prevent|ignore|application/json|2001|passes",
                "prevent|prevent|text/plain|10|the document: its type is not one of those expected",
                "detect|prevent|text/plain|10|passes",
                "ignore|prevent|text/plain|10|passes",
            })
    void size_and_type_have_actions_of_their_own(
            String unspecified, String oversize, String type, int size, String outcome) {
        String xml = "<validate-content unspecified-content-type-action='" + unspecified
                + "' max-size='2000' size-exceeded-action='" + oversize
                + "'><content type='application/json' validate-as='json' action='ignore' /></validate-content>";

        assertThat(outcome(xml, TestExchange.call().header("Content-Type", type).body("x".repeat(size))))
                .isEqualTo(outcome.equals("passes") ? outcome : BROKEN + outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<type from='application/hal+json' to='application/json' />|application/hal+json|passes",
                "<type from='application/hal+json' to='application/json' />|text/plain|not one of those expected",
                "<type when='@(context.Request.Headers.ContainsKey(\"X-Json\"))' to='application/json' />|text/plain|passes",
            })
    void types_are_mapped(String map, String type, String outcome) {
        String xml = HEAD + "><content-type-map>" + map + "</content-type-map>"
                + "<content type='application/json' validate-as='json' action='ignore' /></validate-content>";

        assertThat(outcome(
                        xml,
                        TestExchange.call()
                                .header("Content-Type", type)
                                .header("X-Json", "1")
                                .body("{}")))
                .endsWith(outcome);
    }

    @Test
    void a_missing_type_and_any_type_are_mapped() {
        String content = "<content type='application/json' validate-as='json' action='ignore' /></validate-content>";

        assertThat(outcome(
                        HEAD + "><content-type-map missing-content-type-value='application/json' />" + content,
                        TestExchange.call().body("{}")))
                .isEqualTo("passes");
        assertThat(outcome(
                        HEAD + "><content-type-map any-content-type-value='application/json' />" + content,
                        TestExchange.call().header("Content-Type", "x/y").body("{}")))
                .isEqualTo("passes");
        assertThat(outcome(HEAD + ">" + content, TestExchange.call().body("{}")))
                .endsWith("it has no type");
    }

    @Test
    void a_request_without_a_body_passes() {
        assertThat(outcome(HEAD + ">" + JSON + "/></validate-content>", TestExchange.get()))
                .isEqualTo("passes");
    }

    @Test
    void a_response_is_held_to_size_and_type_by_its_head() {
        String xml =
                "<validate-content unspecified-content-type-action='prevent' max-size='10' size-exceeded-action='prevent'>"
                        + "<content type='application/json' validate-as='json' action='ignore' /></validate-content>";
        PolicyTesting.Loaded loaded = configured().load(Section.OUTBOUND, xml);

        assertThat(loaded.run(
                        Section.OUTBOUND,
                        TestExchange.call().streamed(200, "application/json").build()))
                .isEqualTo(Verdict.CONTINUE);
        assertThat(loaded.run(
                        Section.OUTBOUND,
                        TestExchange.call().streamed(200, "text/html").build()))
                .isInstanceOfSatisfying(Verdict.Fail.class, fail -> {
                    assertThat(fail.failure().answer().status()).isEqualTo(502);
                    assertThat(fail.failure().answer().reason().reason()).isEqualTo("ContentInvalid");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<validate-content max-size='1' size-exceeded-action='prevent'/>|1:20: inbound/validate-content: `validate-content` needs the"
                        + " attribute `unspecified-content-type-action`",
                "<validate-content unspecified-content-type-action='prevent' size-exceeded-action='prevent'/>|1:20:"
                        + " inbound/validate-content: `validate-content` needs the attribute `max-size`",
                "<validate-content unspecified-content-type-action='stop' max-size='1' size-exceeded-action='prevent'/>|1:71:"
                        + " inbound/validate-content: found `stop` in `unspecified-content-type-action`, expected one of `ignore`,"
                        + " `prevent`, `detect`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(configured().faults(Section.INBOUND, xml)).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<content validate-as='json' action='prevent' schema-id='cal'/>|there is no schema `cal`; did you mean `call`?",
                "<content validate-as='json' action='prevent' schema-ref='#/a'/>|`schema-ref` is a part of a schema",
                "<content validate-as='json' action='prevent' schema-id='api' schema-ref='#/a'/>|it has no part `#/a`",
                "<content validate-as='yaml' action='prevent'/>|found `yaml` in `validate-as`, expected one of `json`, `xml`, `soap`",
                "<content validate-as='json'/>|`content` needs the attribute `action`",
                "<content-type-map><type to='a/b'/></content-type-map>|`type` says with `from` or with `when`",
                "<content validate-as='soap' action='prevent'/>|warning: inbound/validate-content/content: contents that are no JSON",
            })
    void what_is_wrong_with_its_parts_is_told(String part, String fault) {
        assertThat(configured().faults(Section.INBOUND, HEAD + ">" + part + "</validate-content>"))
                .anyMatch(line -> line.contains(fault));
    }
}
