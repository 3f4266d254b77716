package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedValueExpanderTest {

    private static final NamedValueSource NAMES = NamedValueSource.of(Map.of(
            "Key", new NamedValue("s3cret", true),
            "Prefix", new NamedValue("pre", false),
            "a.b-c_1", new NamedValue("dotted", false),
            "empty", new NamedValue("", false),
            "nested", new NamedValue("{{Prefix}}", false),
            "markup", new NamedValue("<a b=\"&amp;\"/>", false),
            "expr", new NamedValue("@(1 + 1)", false)));

    private final Faults faults = new Faults();

    private PolicyElement expand(String xml, boolean allowUnknown, ReaderLimits limits) {
        PolicyDocument document = Trees.document("<policies><inbound>" + xml + "</inbound></policies>");
        return new NamedValueExpander(NAMES, allowUnknown, limits, faults)
                .expand(document)
                .section(Section.INBOUND)
                .orElseThrow()
                .get(0);
    }

    private PolicyText text(String text) {
        return expand("<set-body>" + text + "</set-body>", false, ReaderLimits.DEFAULT)
                .text();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
            {{Prefix}}                         | pre
            a{{Prefix}}b{{Prefix}}             | aprebpre
            {{a.b-c_1}}                        | dotted
            @($"{{Prefix}}-{x}")               | @($"pre-{x}")
            @{ var k = {{Prefix}}; return k; } | @{ var k = pre; return k; }
            @("{{Prefix}}")                    | @("pre")
            {{{Prefix}}}                       | {pre}
            {{nested}}                         | {{Prefix}}
            {{expr}}                           | @(1 + 1)
            x{{empty}}y                        | xy
            {{markup}}                         | <a b="&amp;"/>
            {{ Prefix }}                       | {{ Prefix }}
            {{Pre fix}}                        | {{Pre fix}}
            {{Prefix}                          | {{Prefix}
            {{}}                               | {{}}
            {Prefix}                           | {Prefix}
            {{#each}}                          | {{#each}}
            """)
    void a_text_becomes(String written, String meant) {
        assertThat(text(written).text()).isEqualTo(meant);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void attributes_and_inner_elements_too() {
        PolicyElement element = expand(
                "<set-header name='X-{{Prefix}}'><value>{{Key}}</value></set-header>", false, ReaderLimits.DEFAULT);
        assertThat(Trees.shape(element)).isEqualTo("set-header[name='X-pre'](value[]('s3cret'))");
    }

    @Test
    void a_value_may_be_an_expression() {
        assertThat(text("{{expr}}").isExpression()).isTrue();
    }

    @Test
    void secrets_are_never_shown() {
        PolicyText text = text("Bearer {{Key}} and {{Prefix}} and {{Key}}!");
        assertThat(text.text()).isEqualTo("Bearer s3cret and pre and s3cret!");
        assertThat(text.masked()).isEqualTo("Bearer *** and pre and ***!");
        assertThat(text).hasToString("Bearer *** and pre and ***!");
        assertThat(text.secret()).isTrue();
        assertThat(text("{{Prefix}}").secret()).isFalse();
        assertThat(NAMES.find("Key").orElseThrow()).hasToString("***");
    }

    @Test
    void parts_of_a_text_keep_their_secrets() {
        PolicyText text = text("  a {{Key}} b ");
        assertThat(text.strip()).hasToString("a *** b");
        assertThat(text.subtext(4, 7)).hasToString("***");
        assertThat(text.subtext(0, 4)).hasToString("  a ");
        assertThat(text.subtext(0, 4).secret()).isFalse();
        assertThat(text.masked(5, 11)).isEqualTo("*** ");
    }

    @Test
    void inner_xml_keeps_secrets_and_escapes_below() {
        PolicyElement body =
                expand("<set-body><a b='{{Key}}&amp;'>{{Key}}&lt;<c/></a></set-body>", false, ReaderLimits.DEFAULT);
        assertThat(body.innerXml().text()).isEqualTo("<a b=\"s3cret&amp;\">s3cret&lt;<c/></a>");
        assertThat(body.innerXml().masked()).isEqualTo("<a b=\"***&amp;\">***&lt;<c/></a>");
    }

    @Test
    void places_behind_a_value_stay_right() {
        PolicyText text = text("ab{{Prefix}}cd\n{{Key}}e");
        assertThat(text.text()).isEqualTo("abprecd\ns3crete");
        List<String> places = PolicyXmlReaderTest.places(text);
        // `<policies><inbound><set-body>` takes 29 columns; the value stands where its braces begin.
        assertThat(places.subList(0, 8))
                .containsExactly("1:30", "1:31", "1:32", "1:32", "1:32", "1:42", "1:43", "1:44");
        assertThat(places.subList(8, 14)).containsOnly("2:1");
        assertThat(places.get(14)).isEqualTo("2:8");
    }

    @Test
    void unknown_names_are_faults() {
        assertThat(text("x {{Prefx}}").open()).isTrue();
        assertThat(Trees.lines(faults))
                .containsExactly("p.xml:1:32: inbound/set-body: unknown named value `Prefx`; did you mean `Prefix`?");
    }

    @Test
    void unknown_names_may_be_left_open() {
        PolicyText text = expand("<set-body>{{unknown}}{{Prefix}}</set-body>", true, ReaderLimits.DEFAULT)
                .text();
        assertThat(text.text()).isEqualTo("{{unknown}}pre");
        assertThat(text.open()).isTrue();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void liquid_keeps_its_own_names() {
        String xml = "<set-body template='Liquid'><o>{{body.x}} {{Prefix}}</o></set-body>";
        assertThat(expand(xml, false, ReaderLimits.DEFAULT).innerXml().text()).isEqualTo("<o>{{body.x}} pre</o>");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void values_cannot_fill_the_memory() {
        NamedValueSource huge = NamedValueSource.of(Map.of("a", new NamedValue("x".repeat(600_000), false)));
        PolicyDocument document = Trees.document(
                "<policies><inbound>" + "<set-body>{{a}}</set-body>".repeat(1000) + "</inbound></policies>");
        new NamedValueExpander(huge, false, ReaderLimits.DEFAULT, faults).expand(document);
        assertThat(Trees.lines(faults))
                .containsExactly("p.xml:1:56: inbound/set-body: the named values of this document add up to more than "
                        + "1048576 characters; use shorter values, or raise the limit");
    }

    @Test
    void nothing_to_replace_costs_nothing() {
        PolicyDocument document = Trees.document("<policies><inbound><a b='c'>d</a></inbound></policies>");
        PolicyElement before = document.section(Section.INBOUND).orElseThrow().get(0);
        PolicyDocument after = new NamedValueExpander(NAMES, false, ReaderLimits.DEFAULT, faults).expand(document);
        assertThat(after.section(Section.INBOUND).orElseThrow().get(0)).isSameAs(before);
    }
}
