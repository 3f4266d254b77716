package dev.securemcp.proxy.policy.liquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.Published;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.NamedValue;
import dev.securemcp.proxy.policy.document.NamedValueExpander;
import dev.securemcp.proxy.policy.document.NamedValueSource;
import dev.securemcp.proxy.policy.document.PolicyDocument;
import dev.securemcp.proxy.policy.document.PolicyReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import dev.securemcp.proxy.policy.document.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiquidTemplateTest {

    private static final String BODY =
            """
            {"name": "ada", "n": 3, "real": 1.5, "yes": true, "no": false, "nothing": null, "empty": "", "list": [1, 2, 3, 4],
             "rows": [{"id": 7, "tag": "b"}, {"id": 8, "tag": "a"}], "object": {"a": 1, "b-c": "d"}, "none": [],
             "quoted": "say \\"hi\\"", "when": "2026-03-04T05:06:07Z"}""";

    /** As it stands in a document, from the beginning of the second line. */
    private static PolicyText read(String template) {
        String xml = "<policies><inbound><set-body template='liquid'><![CDATA[\n" + template
                + "]]></set-body></inbound></policies>";
        PolicyDocument document = (PolicyDocument) PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT, new Faults())
                .orElseThrow();
        PolicyText text = document.sections().get(Section.INBOUND).getFirst().innerXml();
        return text.subtext(1, text.text().length());
    }

    private static Optional<LiquidTemplate> compile(String template, LiquidLimits limits, Faults faults) {
        return LiquidTemplate.compile(
                read(template), "inbound/set-body", new LiquidTemplate.Options(true, true, limits), faults);
    }

    private static String render(String template, LiquidLimits limits, TestExchange call) {
        Faults faults = new Faults();
        Optional<LiquidTemplate> compiled = compile(template, limits, faults);
        assertThat(faults.all()).isEmpty();
        return compiled.orElseThrow().render(call.build());
    }

    private static String render(String template) {
        return render(
                template,
                LiquidLimits.forBody(1 << 20),
                TestExchange.call()
                        .body(BODY)
                        .query("?q=1&q=2")
                        .header("X-Team", "blue")
                        .variable("count", 5)
                        .variable("names", new String[] {"x", "y"}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain~plain",
                "{\"a\":{\"b\":1}}~{\"a\":{\"b\":1}}",
                "{\"a\":{{body.n}}}~{\"a\":3}",
                "{{ body.name }}~ada",
                "{{body['name']}}{{body[\"object\"]['b-c']}}{{body.object.b-c}}~adadd",
                "{{ body.rows[0].id }},{{ body.rows[-1].id }},{{ body.rows.last.tag }}~7,8,a",
                "{{ body.rows[2].id }}{{ body.missing.deep[0] }}{{ unknown }}{{ body.nothing }}~''",
                "{{ body.list.size }} {{ body.name.size }} {{ body.list.first }}~4 3 1",
                "{{ body.yes }} {{ body.real }} {{ 1.50 }} {{ 'text' }} {{ nil }}~true 1.5 1.5 text ''",
                "{{ body.list }} {{ body.object }}~1234 {\"a\":1,\"b-c\":\"d\"}",
                "{{ body.quoted }}~say \"hi\"",
                "{{ body.when }}~03/04/2026 05:06:07",
                "{{ '}}' }}{% raw %}{{ body.n }}{% if %}{% endraw %}~}}{{ body.n }}{% if %}",
                "a{% comment %}{{ bad bad }}{% comment %}{% endcomment %}{% nope %}{% endcomment %}b~ab",
                "{% assign i = 1 %}{{ body.list[i] }}~2",
                "{%assign x=body.n|Plus:1%}{{x}}~4",
                "{% capture x %}<{{ body.n }}>{% endcapture %}{{ x }}{{ x }}~<3><3>",
            })
    void values_stand_where_they_are_named(String template, String output) {
        assertThat(render(template)).isEqualTo(output.replace("''", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a  {{- 1 -}}  b~a1b",
                "a  {{- 1 }}  b~a1  b",
                "a  {%- if true -%}  x  {%- endif -%}  b~axb",
                "a {% if true -%} x {% endif %} b~a x  b",
                "a {%- comment -%} x {%- endcomment -%} b~ab",
                "a {%- raw -%} x {%- endraw -%} b~axb",
            })
    void dashes_take_the_white_space_beside_them(String template, String output) {
        assertThat(render(template)).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "body.n == 3~true",
                "body.n == '3'~true",
                "body.n != 3~false",
                "body.n <> 4~true",
                "body.n > 2~true",
                "body.n >= 3.0~true",
                "body.n < body.real~false",
                "body.real <= 1.5~true",
                "body.name == \"ada\"~true",
                "body.name < 'b'~true",
                "body.missing > 1~false",
                "body.missing == nil~true",
                "body.yes~true",
                "body.no~false",
                "body.empty~true",
                "body.none~true",
                "body.missing~false",
                "body.yes == true~true",
                "body.empty == empty~true",
                "body.none == empty~true",
                "body.list != empty~true",
                "body.missing == empty~false",
                "body.missing == blank~true",
                "body.name contains 'd'~true",
                "body.list contains 3~true",
                "body.list contains 9~false",
                "body.object contains 'a'~true",
                "body.when < '2027-01-01T00:00:00Z'~true",
                "body.yes and body.no~false",
                "body.yes or body.no~true",
                // From the right: a and (b or c), a or (b and c).
                "body.no and body.no or body.yes~false",
                "body.yes or body.no and body.no~true",
            })
    void conditions_hold_or_not(String condition, boolean holds) {
        assertThat(render("{% if " + condition + " %}y{% else %}n{% endif %}")).isEqualTo(holds ? "y" : "n");
        assertThat(render("{% unless " + condition + " %}y{% else %}n{% endunless %}"))
                .isEqualTo(holds ? "n" : "y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{% if body.n == 1 %}a{% elsif body.n == 3 %}b{% elsif body.n == 3 %}c{% else %}d{% endif %}~b",
                "{% unless body.no %}a{% endunless %}~a",
                "{% case body.n %} x {% when 1, 2 %}a{% when 4 or 3 %}b{% else %}c{% endcase %}~b",
                "{% case body.name %}{% when 'x' %}a{% else %}c{% endcase %}~c",
                "{% for i in body.list %}{{ i }},{% endfor %}~1,2,3,4,",
                "{% for i in body.list limit:2 offset:1 %}{{ i }}{% endfor %}~23",
                "{% for i in body.list reversed limit:2 %}{{ i }}{% endfor %}~21",
                "{% for i in (1..body.n) %}{{ i }}{% endfor %}~123",
                "{% for i in body.none %}x{% else %}none{% endfor %}~none",
                "{% for i in body.missing %}x{% endfor %}-~-",
                "{% for i in body.list limit:99 offset:3 %}{{ i }}{% endfor %}~4",
                "{% for p in body.object %}{{ p[0] }}={{ p[1] }};{% endfor %}~a=1;b-c=d;",
                "{% for r in body.rows %}{{ forloop.index }}/{{ forloop.length }} {{ forloop.index0 }} {{ forloop.first }}"
                        + " {{ forloop.last }} {{ r.id }}|{% endfor %}~1/2 0 true false 7|2/2 1 false true 8|",
                "{% for i in body.list %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}"
                        + "{% endfor %}~13",
                "{% for i in (1..2) %}{% for j in (1..2) %}{{ i }}{{ j }}{{ forloop.index }} {% endfor %}{{ forloop.index }};"
                        + "{% endfor %}{{ i }}~111 122 1;211 222 2;",
            })
    void tags_choose_and_repeat(String template, String output) {
        assertThat(render(template)).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "'aB c' | Upcase~AB C",
                "'aB c' | upcase~AB C",
                "'aB c' | Downcase~ab c",
                "'ab cd' | Capitalize~Ab Cd",
                "'abc' | Size~3",
                "body.list | Size~4",
                "body.missing | Size~0",
                "'  a ' | Strip | Append: '!'~a!",
                "'  a' | Lstrip~a",
                "'a-b-c' | Replace: '-', '+'~a+b+c",
                "'a-b-c' | ReplaceFirst: '-', '+'~a+b-c",
                "'a-b-c' | replace_first: '-', '+'~a+b-c",
                "'a-b-c' | Remove: '-'~abc",
                "'a-b-c' | RemoveFirst: '-'~ab-c",
                "'b' | Prepend: 'a' | Append: body.n~ab3",
                "'a,b,,c' | Split: ',' | Join: '+'~a+b+c",
                "body.list | Join~1 2 3 4",
                "'a,b,c' | Split: ',' | Last~c",
                "body.list | First~1",
                "body.list | Reverse | Join: ','~4,3,2,1",
                "body.rows | Map: 'tag' | Join: ','~b,a",
                "body.rows | Sort: 'tag' | Map: 'id' | Join: ','~8,7",
                "body.list | Concat: body.list | Uniq | Size~4",
                "body.missing | Default: 'x'~x",
                "body.empty | Default: 'x'~x",
                "body.name | Default: 'x'~ada",
                "body.when | Date: 'yyyy-MM-dd'~2026-03-04",
                "'2026-03-04' | Date: 'dd.MM.yyyy'~04.03.2026",
                "'now' | Date: 'o'~2026-03-04T05:06:07.0000000Z",
                "context.Timestamp | Date: 'HH:mm'~05:06",
                "'soon' | Date: 'yyyy'~soon",
                "body.n | Plus: 2~5",
                "body.n | Plus: 0.5~3.5",
                "0.1 | Plus: 0.2~0.3",
                "'3' | Plus: 2~32",
                "'3' | Minus: 2~1",
                "body.n | Times: 1.5~4.5",
                "9223372036854775807 | Times: 2~1.844674407370955E+19",
                "7 | DividedBy: 2~3",
                "7 | divided_by: 2.0~3.5",
                "7 | Modulo: 4~3",
                "2.567 | Round: 2~2.57",
                "2.5 | Round~2",
                "2.1 | Ceil~3",
                "2.9 | Floor~2",
                "-3 | Abs~3",
                "body.missing | Plus: 1~^^",
                "'<a href=\"x\">' | Escape~&lt;a href=&quot;x&quot;&gt;",
                "'a b&c' | UrlEncode~a+b%26c",
                "'a+b%26c' | url_decode~a b&c",
                "'abcdef' | Slice: 1, 3~bcd",
                "'abcdef' | Slice: -2, 9~ef",
                "'abcdef' | Truncate: 5~ab...",
            })
    void filters_change_values(String pipeline, String output) {
        assertThat(render("{{ " + pipeline + " }}")).isEqualTo(output);
    }

    @Test
    void each_filter_has_both_names() {
        assertThat(Filters.all()).allSatisfy(filter -> {
            assertThat(Filters.find(filter.name())).isSameAs(filter);
            assertThat(Filters.find(filter.dotLiquidName())).isSameAs(filter);
        });
        assertThat(Filters.find("Upper")).isNull();
    }

    @Test
    void the_page_names_them_all() throws IOException {
        Published.mustBe(
                Path.of("../src/docs/policies/set-body.md"),
                "<!-- filters: begin -->\n",
                Filters.all().stream()
                        .map(filter -> "`" + filter.dotLiquidName() + "`")
                        .collect(Collectors.joining(", ", "  ", "\n")),
                "<!-- filters: end -->\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "context.Request.Method~POST",
                "context.Request.Url.Host~gateway.test",
                "context.Request.Url~https://gateway.test/weather/mcp?q=1&q=2",
                "context.Request.Url.Query.q~1,2",
                "context.Request.Headers['x-team']~blue",
                "context.Request.Headers.X-Team~blue",
                "context.Request.Headers.None~''",
                "context.Request.IpAddress~203.0.113.7",
                "context.Variables['count'] | Plus: 1~6",
                "context.Variables.names | Join: '-'~x-y",
                "context.Variables.missing~''",
                "context.Api.Name~Weather",
                "context.Operation.Id~get_alerts",
                "context.Subscription.Id~''",
                "context.Product.Name~''",
                "context.Response.StatusCode~''",
                "context.LastError.Reason~''",
                "context.RequestId~00000000-0000-0001-0000-000000000002",
                "context.Mcp.ToolName~get_alerts",
            })
    void the_context_is_read(String pipeline, String output) {
        assertThat(render("{{ " + pipeline + " }}")).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{{ body.n~1~found `{{` without `}}` behind it; close it, or put literal braces between {% raw %} and {% endraw %}",
                "ab{% if x~3~found `{%` without `%}` behind it; close it, or put literal braces between {% raw %} and {% endraw %}",
                "{{ }}~4~found the end, expected a value",
                "{{ 'a }}~4~a text begins here that has no closing '",
                "{{ a b }}~6~found `b`, expected a filter, or the end",
                "{{ a. }}~7~found the end, expected a name",
                "{{ a[1 }}~8~found the end, expected `]`",
                "{{ a ; b }}~6~found `;`, expected a name, a value, an operator or `|`; texts stand in quotes",
                "{{ a | Upper }}~8~unknown filter `Upper`; there are *",
                "{{ a | Append }}~8~the filter `Append` has 0 arguments, expected 1",
                "{{ a | Replace: 1, 2, 3 }}~8~the filter `Replace` has 3 arguments, expected 1 to 2",
                "{% include 'x' %}~1~unknown tag `include`; there are if, unless, case, for, assign, capture, comment, raw, break,"
                        + " continue",
                "{% if a %}~1~`{% if %}` has no `{% endif %}`",
                "{% if a %}{% for b in c %}{% endif %}~11~`{% for %}` has no `{% endfor %}`",
                "{% endif %}~1~found `{% endif %}` without the tag that it belongs to",
                "{% if a = b %}{% endif %}~9~found `=`, expected an operator (==, !=, <, >, <=, >=, contains), `and`, `or`, or the end",
                "{% if a == %}{% endif %}~12~found the end, expected a value",
                "{% for a of b %}{% endfor %}~10~found `of`, expected `in`",
                "{% for a in b step:2 %}{% endfor %}~15~found `step`, expected `reversed`, `limit:`, `offset:` or the end of the tag",
                "{% assign a b %}~13~found `b`, expected `=`",
                "{% assign body = 1 %}~11~`body` cannot be given another value; use another name",
                "{% break %}~1~found `{% break %}` outside a `{% for %}`",
                "{% raw %}x~1~`{% raw %}` has no `{% endraw %}`",
                "{% comment %}x~1~`{% comment %}` has no `{% endcomment %}`",
                "{{ context.Requst.Url }}~12~a template has no `Requst` in `context`; it has *",
                "{{ context.Response.Body }}~21~a template has no `Body` in `context.Response`; it has `Headers`, `StatusCode`,"
                        + " `StatusReason`",
                "{{ context.Subscription['Key'] }}~25~a template has no `'Key'` in `context.Subscription`; it has *",
            })
    void what_is_wrong_is_told_with_its_place(String template, int column, String message) {
        Faults faults = new Faults();

        assertThat(compile(template, LiquidLimits.forBody(99), faults)).isEmpty();
        assertThat(faults.all()).anySatisfy(fault -> {
            String told = fault.message() + (fault.remedy().isEmpty() ? "" : "; " + fault.remedy());
            assertThat(told).matches(Pattern.quote(message).replace("*", "\\E.*\\Q"));
            assertThat(fault.path()).isEqualTo("inbound/set-body");
            assertThat(fault.position()).isEqualTo(new Position("p.xml", 2, column));
        });
    }

    @Test
    void all_faults_are_told() {
        Faults faults = new Faults();
        compile("{{ a | X }}{% if = %}{{ | }}{% endif %}{% nope %}", LiquidLimits.forBody(99), faults);

        assertThat(faults.all()).hasSize(4).extracting(Fault::path).containsOnly("inbound/set-body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{{ 1 | DividedBy: 0 }}~DivideByZeroException~the template divides by zero",
                "{{ body.name | Minus: 1 }}~FormatException~`minus` needs a number, found a text that is none",
                "{{ body.when | Date: 'Q' }}~FormatException~'Q' is not a format for dates",
            })
    void what_cannot_be_done_fails_the_call(String template, String kind, String message) {
        assertThatThrownBy(() -> render("ab" + template)).isInstanceOfSatisfying(ExpressionException.class, thrown -> {
            assertThat(thrown.kind()).isEqualTo(kind);
            assertThat(thrown).hasMessage(message);
            assertThat(thrown.position()).hasToString("p.xml:2:3");
        });
    }

    @Test
    void a_body_that_is_not_JSON_fails_the_call_where_it_is_used() {
        TestExchange call = TestExchange.call().body("<x/>");
        LiquidLimits limits = LiquidLimits.forBody(99);

        assertThat(render("a", limits, call)).isEqualTo("a");
        assertThatThrownBy(() -> render("{{ body.a }}", limits, call)).hasMessageContaining("not JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{% for i in (1..2000000000) %}{% endfor %}~more than 500000 steps",
                "{% for i in (1..99999) %}{% for j in (1..99999) %}{% endfor %}{% endfor %}~more than 500000 steps",
                "{% for i in (1..99999) %}xxxxxxxxxxxx{% endfor %}~a text of more than 1000 characters",
                "{% assign x = 'ab' %}{% for i in (1..99) %}{% assign x = x | Append: x %}{% endfor %}~more than 1000 characters",
                "{% assign x = 'aaaa' %}{% for i in (1..9) %}{% assign x = x | Replace: 'a', x %}{% endfor %}~more than 1000",
                "{% capture x %}{% for i in (1..99999) %}xxxxxxxxxxxx{% endfor %}{% endcapture %}~more than 1000 characters",
                "{{ (1..9999999) | Join: ',' }}~more than 1000 characters",
                "{% assign l = (1..400000) %}{% for i in (1..400) %}{% if l contains 0 %}{% endif %}{% endfor %}~more than 500000 steps",
                "{{ (1..9999999) | Sort }}~more than 500000 steps",
                "{% assign n = 2.0 %}{% for i in (1..5000) %}{% assign n = n | Times: n %}{% endfor %}~needs a number",
            })
    void what_costs_too_much_ends(String template, String message) {
        assertThatThrownBy(() -> render(template, LiquidLimits.forBody(1000), TestExchange.call()))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void every_beginning_of_a_template_is_read_to_its_end() {
        String template =
                "a{%- if body.x[0]['y'] == 'z' and b -%}{{ c | Append: \"d\", 1 }}{% elsif (1..2) contains 1.5 %}{% raw %}{{"
                        + "{% endraw %}{% else %}{% for i in j reversed limit:2 %}{% case i %}{% when 1 or 2 %}{% comment %}x{% endcomment %}"
                        + "{% endcase %}{% endfor %}{% endif %}{% capture k %}{% assign l = context.Mcp.Method %}{% endcapture %}";
        for (int end = 0; end <= template.length(); end++) {
            Faults faults = new Faults();
            boolean compiled = compile(template.substring(0, end), LiquidLimits.forBody(99), faults)
                    .isPresent();
            assertThat(compiled).as(template.substring(0, end)).isEqualTo(!faults.failed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ a | {{key}} }}",
                "{{ context.{{key}} }}",
                "{% {{key}} %}",
                "{{ a {{key}} }}",
                "{% for {{key}} b %}"
            })
    void a_secret_is_not_told_with_a_fault(String template) {
        Faults faults = new Faults();
        String xml = "<policies><inbound><set-body template='liquid'>" + template + "</set-body></inbound></policies>";
        PolicyDocument document = (PolicyDocument)
                PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT, faults).orElseThrow();
        NamedValueSource names = NamedValueSource.of(Map.of("key", new NamedValue("hunter2", true)));
        PolicyText text = new NamedValueExpander(names, false, ReaderLimits.DEFAULT, faults)
                .expand(document)
                .sections()
                .get(Section.INBOUND)
                .getFirst()
                .innerXml();

        assertThat(text.text()).contains("hunter2");
        assertThat(LiquidTemplate.compile(
                        text, "set-body", new LiquidTemplate.Options(true, true, LiquidLimits.forBody(99)), faults))
                .isEmpty();
        assertThat(faults.all()).isNotEmpty().noneMatch(fault -> fault.toString()
                .contains("hunter2"));
    }

    @Test
    void deep_nesting_fails_the_load() {
        for (List<String> nested :
                List.of(List.of("{% if a %}", "{% endif %}"), List.of("{% for a in b %}", "{% endfor %}"))) {
            Faults faults = new Faults();
            compile(nested.get(0).repeat(10_000) + nested.get(1).repeat(10_000), LiquidLimits.forBody(99), faults);
            assertThat(faults.all())
                    .anySatisfy(fault -> assertThat(fault.message()).contains("nested deeper than 50"));
        }
        Faults faults = new Faults();
        compile("{{ " + "a[".repeat(10_000) + "1" + "]".repeat(10_000) + " }}", LiquidLimits.forBody(99), faults);
        assertThat(faults.all()).singleElement().satisfies(fault -> assertThat(fault.message())
                .contains("nested too deep"));
    }
}
