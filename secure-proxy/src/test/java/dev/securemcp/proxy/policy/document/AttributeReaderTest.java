package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttributeReaderTest {

    private enum Action {
        OVERRIDE,
        APPEND_ALL
    }

    private final Faults faults = new Faults();

    private AttributeReader reader(String xml) {
        return new AttributeReader(Trees.read(xml), "inbound/e", faults);
    }

    private static Arguments fault(String xml, Consumer<AttributeReader> reading, String... expected) {
        return Arguments.of(xml, reading, List.of(expected));
    }

    static Stream<Arguments> faultCases() {
        return Stream.of(
                fault("<e/>", r -> r.required("calls"), "p.xml:1:1: inbound/e: `e` needs the attribute `calls`"),
                fault("<e/>", r -> r.integer("calls", 1, 9), "p.xml:1:1: inbound/e: `e` needs the attribute `calls`"),
                fault(
                        "<e calls='0'/>",
                        r -> r.integer("calls", 1, 300),
                        "p.xml:1:11: inbound/e: found `0` in `calls`, expected a whole number from 1 to 300"),
                fault(
                        "<e calls='ten'/>",
                        r -> r.integer("calls", 1, Integer.MAX_VALUE),
                        "p.xml:1:11: inbound/e: found `ten` in `calls`, expected a whole number of at least 1"),
                fault(
                        "<e calls=''/>",
                        r -> r.integer("calls", 1, 9, 5),
                        "p.xml:1:11: inbound/e: found nothing in `calls`, expected a whole number from 1 to 9"),
                fault(
                        "<e calls='@(1)'/>",
                        r -> r.integer("calls", 1, 9),
                        "p.xml:1:11: inbound/e: found an expression in `calls`, expected a literal value"),
                fault(
                        "<e a='yes'/>",
                        r -> r.bool("a", false),
                        "p.xml:1:7: inbound/e: found `yes` in `a`, expected `true` or `false`"),
                fault(
                        "<e a='Skip'/>",
                        r -> r.oneOf("a", Map.of("skip", 1), 0),
                        "p.xml:1:7: inbound/e: found `Skip` in `a`, expected `skip`"),
                fault(
                        "<e a='x'/>",
                        r -> r.oneOf("a", Action.values(), Action.OVERRIDE),
                        "p.xml:1:7: inbound/e: found `x` in `a`, expected one of `override`, `append-all`"),
                fault(
                        "<e cals='1' z='2' id='3' xmlns:q='u' xml:lang='en'/>",
                        r -> r.optional("calls"),
                        "p.xml:1:4: inbound/e: unknown attribute `cals` of `e`; did you mean `calls`?",
                        "p.xml:1:13: inbound/e: unknown attribute `z` of `e`; it has `calls`"),
                fault("<e z='2'/>", r -> {}, "p.xml:1:4: inbound/e: unknown attribute `z` of `e`; it has none"),
                fault(
                        "<e><valeu/><valeu/><other/></e>",
                        r -> r.children("value"),
                        "p.xml:1:4: inbound/e: unknown child element `valeu` of `e`; did you mean `value`?",
                        "p.xml:1:20: inbound/e: unknown child element `other` of `e`; it has `value`"),
                fault(
                        "<e>\n  stray</e>",
                        r -> r.children("value"),
                        "p.xml:2:3: inbound/e: found text `stray` in `e`, expected `<value>`"),
                fault(
                        "<e><v/><v/></e>",
                        r -> r.child("v"),
                        "p.xml:1:8: inbound/e: found a second `<v>` in `e`, expected at most one"),
                fault("<e/>", r -> r.requiredChild("v"), "p.xml:1:1: inbound/e: `e` needs the child element `<v>`"),
                fault("<e>  </e>", AttributeReader::requiredText, "p.xml:1:1: inbound/e: `e` needs text inside it"),
                fault(
                        "<e a='1'/>",
                        r -> r.withoutMeaning("a", "nothing is buffered"),
                        "p.xml:1:7: warning: inbound/e: the attribute `a` has no effect: nothing is buffered"),
                fault(
                        "<e><v x='1'/></e>",
                        r -> r.children("v").forEach(AttributeReader::done),
                        "p.xml:1:7: inbound/e/v: unknown attribute `x` of `v`; it has none"),
                fault(
                        "<e><v/><v x='1'/></e>",
                        r -> r.children("v").forEach(AttributeReader::done),
                        "p.xml:1:11: inbound/e/v[2]: unknown attribute `x` of `v`; it has none"));
    }

    @ParameterizedTest
    @MethodSource("faultCases")
    void a_fault_names_place_found_and_expected(String xml, Consumer<AttributeReader> reading, List<String> expected) {
        AttributeReader reader = reader(xml);
        reading.accept(reader);
        reader.done();
        assertThat(Trees.lines(faults)).isEqualTo(expected);
    }

    @Test
    void good_values() {
        AttributeReader reader =
                reader("<e id='me' i=' 7 ' b='True' a='append-all' x='@(1)' m='b'><v>1</v>" + "<v>2</v><one/></e>");
        assertThat(reader.id()).contains("me");
        assertThat(reader.integer("i", 1, 9)).isEqualTo(7);
        assertThat(reader.integer("none", 1, 9, 5)).isEqualTo(5);
        assertThat(reader.bool("b", false)).isTrue();
        assertThat(reader.bool("none", true)).isTrue();
        assertThat(reader.oneOf("a", Action.values(), Action.OVERRIDE)).isEqualTo(Action.APPEND_ALL);
        assertThat(reader.oneOf("none", Action.values(), Action.OVERRIDE)).isEqualTo(Action.OVERRIDE);
        assertThat(reader.requiredOneOf("m", Map.of("b", 2), 0)).isEqualTo(2);
        assertThat(reader.required("x").isExpression()).isTrue();
        assertThat(reader.optional("none")).isEmpty();
        assertThat(reader.children("v"))
                .extracting(v -> v.requiredText().text())
                .containsExactly("1", "2");
        assertThat(reader.requiredChild("one")).isPresent();
        assertThat(reader.child("none")).isEmpty();
        reader.withoutMeaning("nothing", "x");
        reader.done();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void values_that_may_be_expressions_are_parsed_when_they_are_not() {
        AttributeReader reader = reader("<e calls='12' exists='false'/>");
        assertThat(reader.integerOf("calls", reader.required("calls"), 1, 20)).isEqualTo(12);
        assertThat(reader.boolOf("exists", reader.required("exists"))).isFalse();
        reader.done();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void an_element_that_holds_policies_accepts_them_all() {
        AttributeReader reader = reader("<when><a/><b/></when>");
        assertThat(reader.policies()).extracting(PolicyElement::name).containsExactly("a", "b");
        reader.done();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void a_body_may_be_markup() {
        AttributeReader reader = reader("<e>a<b c='1'>&lt;</b></e>");
        assertThat(reader.innerXml().text()).isEqualTo("a<b c=\"1\">&lt;</b>");
        reader.done();
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void a_secret_is_masked_in_faults() {
        PolicyDocument document =
                Trees.document("<policies><inbound><e calls='{{Key}}'>{{Key}}</e></inbound></policies>");
        PolicyElement element = new NamedValueExpander(
                        NamedValueSource.of(Map.of("Key", new NamedValue("s3cret", true))),
                        false,
                        ReaderLimits.DEFAULT,
                        faults)
                .expand(document)
                .section(Section.INBOUND)
                .orElseThrow()
                .get(0);
        AttributeReader reader = new AttributeReader(element, "inbound/e", faults);
        assertThat(reader.integer("calls", 1, 9)).isEqualTo(1);
        reader.done();
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "p.xml:1:30: inbound/e: found `***` in `calls`, expected a whole number from 1 to 9",
                        "p.xml:1:39: inbound/e: found text `***` in `e`, expected none");
    }

    @Test
    void nothing_is_said_about_values_left_open() {
        PolicyDocument document =
                Trees.document("<policies><inbound><e i='{{n}}' b='{{n}}' a='{{n}}'>{{n}}</e></inbound></policies>");
        PolicyElement element = new NamedValueExpander(
                        NamedValueSource.of(Map.of()), true, ReaderLimits.DEFAULT, faults)
                .expand(document)
                .section(Section.INBOUND)
                .orElseThrow()
                .get(0);
        AttributeReader reader = new AttributeReader(element, "inbound/e", faults);
        assertThat(reader.integer("i", 3, 9)).isEqualTo(3);
        assertThat(reader.bool("b", true)).isTrue();
        assertThat(reader.oneOf("a", Action.values(), Action.OVERRIDE)).isEqualTo(Action.OVERRIDE);
        assertThat(reader.requiredText().open()).isTrue();
        reader.done();
        assertThat(faults.all()).isEmpty();
    }
}
