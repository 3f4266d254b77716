package dev.securemcp.proxy.policy.document;

import static dev.securemcp.proxy.policy.document.Trees.read;
import static dev.securemcp.proxy.policy.document.Trees.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyXmlReaderTest {

    private static Arguments value(String written, String meant) {
        return Arguments.of(written, meant);
    }

    static Stream<Arguments> attributeValues() {
        return Stream.of(
                value("plain", "plain"),
                value("", ""),
                value("a &lt; b &amp;&amp; c &gt; &quot;d&quot; &apos;", "a < b && c > \"d\" '"),
                value("&#65;&#x42;&#x1F600;", "AB\uD83D\uDE00"),
                value("a\tb", "a b"),
                value("a&#9;b&#10;c", "a\tb\nc"),
                value("line one\r\nline two\rline three", "line one\nline two\nline three"),
                // Raw quotes and operators inside expressions
                value("@(x[\"a\"])", "@(x[\"a\"])"),
                value("@(context.Variables[\"a\"] == \"b\" && 1 < 2)", "@(context.Variables[\"a\"] == \"b\" && 1 < 2)"),
                value("@(Body.As<JObject>()[\"x\"])", "@(Body.As<JObject>()[\"x\"])"),
                value("@{ return \"}\"; }", "@{ return \"}\"; }"),
                value("@(\")\")", "@(\")\")"),
                value("@(\"\\\")\")", "@(\"\\\")\")"),
                value("@(\"\\\\\")", "@(\"\\\\\")"),
                value("@(@\"c:\\\")", "@(@\"c:\\\")"),
                value("@(@\"say \"\")\"\"\")", "@(@\"say \"\")\"\"\")"),
                value("@(')')", "@(')')"),
                value("@('\\'' + '\"')", "@('\\'' + '\"')"),
                value("@($\"{a(\")\")}-{{)\")", "@($\"{a(\")\")}-{{)\")"),
                value("@($\"{x[\"k\"]}{$\"{y}\"}\")", "@($\"{x[\"k\"]}{$\"{y}\"}\")"),
                value("@($\"{d:yyyy'-'MM}\")", "@($\"{d:yyyy'-'MM}\")"),
                value("@($@\"{x}\\\")", "@($@\"{x}\\\")"),
                value("@(@$\"\"\"{x}\"\"\")", "@(@$\"\"\"{x}\"\"\")"),
                value("@{ // it's ) }\n return 1; }", "@{ // it's ) }\n return 1; }"),
                value("@{ /* \" ) } */ return 1; }", "@{ /* \" ) } */ return 1; }"),
                value("@(\"<a b=\\\"c\\\">&nbsp;</a>\")", "@(\"<a b=\\\"c\\\">&nbsp;</a>\")"),
                value("@(a & b)", "@(a & b)"),
                value("@(1 / 2)", "@(1 / 2)"),
                value("  @(x[\"a\"]) ", "  @(x[\"a\"]) "),
                value("\n  @(x[\"a\"])\n", "\n  @(x[\"a\"])\n"),
                value("@({{named}} + \"{{other}}\")", "@({{named}} + \"{{other}}\")"),
                value("@($\"{{Prefix}}-{x}\")", "@($\"{{Prefix}}-{x}\")"),
                // Escaped forms act as what they stand for
                value("@(x[&quot;)&quot;] &amp;&amp; 1 &lt; 2)", "@(x[\")\"] && 1 < 2)"),
                value("@(x == &quot;a&quot; + \"b\")", "@(x == \"a\" + \"b\")"),
                value("@(&#34;)&#x22;)", "@(\")\")"));
    }

    @ParameterizedTest
    @MethodSource("attributeValues")
    void an_attribute_means(String written, String meant) {
        PolicyElement a = read("<a v=\"" + written + "\" w='next'/>");
        assertThat(a.attribute("v").orElseThrow().text()).isEqualTo(meant);
        assertThat(a.attribute("w").orElseThrow().text()).isEqualTo("next");
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                value("plain &amp; simple", "plain & simple"),
                value("  kept  ", "  kept  "),
                value("a<!-- gone -->b", "ab"),
                value("a<?gone too?>b", "ab"),
                value("<![CDATA[a < b && c]]>", "a < b && c"),
                value("a<![CDATA[&amp;]]>&amp;", "a&amp;&"),
                value("@{ if (a < b && c > d) { return \"<x/>\"; } }", "@{ if (a < b && c > d) { return \"<x/>\"; } }"),
                value("@(new List<string>())", "@(new List<string>())"),
                value("@(a<b)", "@(a<b)"),
                value("@(\"</v>\")", "@(\"</v>\")"),
                value("@(@\"</v> \"\"\n\")", "@(@\"</v> \"\"\n\")"),
                value("@{ // </v>\n return 1; }", "@{ // </v>\n return 1; }"),
                value("@{ /* <!-- </v> */ return 1; }", "@{ /* <!-- </v> */ return 1; }"),
                value("@{ <!-- \" ) --> return 1; }", "@{  return 1; }"),
                value("<!-- first -->\r\n  @(\"</v>\")\r\n", "\n  @(\"</v>\")\n"),
                value("<![CDATA[@{ return \"</v>\"; }]]>", "@{ return \"</v>\"; }"),
                value("@( <![CDATA[1 < 2]]> )", "@( 1 < 2 )"),
                value("@(\"<![CDATA[x]]>\")", "@(\"<![CDATA[x]]>\")"),
                value("@(a[b[0]]>1)", "@(a[b[0]]>1)"),
                value("@(1 &lt; 2 &amp;&amp; true)", "@(1 < 2 && true)"),
                value("mail@(example)", "mail@(example)"),
                value("it's @ (x", "it's @ (x"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void text_means(String written, String meant) {
        PolicyElement root = read("<a><v>" + written + "</v><w/></a>");
        assertThat(root.elements().get(0).text().text()).isEqualTo(meant);
        assertThat(root.elements()).hasSize(2);
    }

    @Test
    void comments_may_hold_anything_but_their_end() {
        assertThat(shape(read("<!-- a <!-- b -- c --><a><!-- @( <b> & \" --><b/><!----></a><!-- z -->")))
                .isEqualTo("a[](b[]())");
    }

    @Test
    void a_declaration_and_instructions_are_passed_over() {
        assertThat(shape(read("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<a/>\r\n")))
                .isEqualTo("a[]()");
        assertThat(shape(read("\n <?xml version=\"1.0\"?><?pi < > ?><a/>"))).isEqualTo("a[]()");
    }

    @Test
    void white_space_between_elements_is_layout_but_not_in_mixed_content() {
        assertThat(shape(read("<a>\n  <b/>\n  <c> </c>\n</a>"))).isEqualTo("a[](b[](),c[](' '))");
        assertThat(shape(read("<a>x <b/> <c/></a>"))).isEqualTo("a[]('x ',b[](),' ',c[]())");
    }

    @Test
    void white_space_in_tags_is_free() {
        assertThat(shape(read("<a\n b = 'c'\r\n\td=\"e\" ></a\n>"))).isEqualTo("a[b='c',d='e']()");
    }

    @Test
    void encodings() {
        String xml = "<a>\u00e4\u20ac\uD83D\uDE00</a>";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(text(("\uFEFF" + xml).getBytes(charset))).isEqualTo("\u00e4\u20ac\uD83D\uDE00");
        }
        assertThat(text(("<?xml version='1.0' encoding='UTF-16'?>" + xml).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\u00e4\u20ac\uD83D\uDE00");
        assertThat(text("<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00e4</a>"
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("\u00e4");
    }

    private static String text(byte[] bytes) {
        Faults faults = new Faults();
        String text = PolicyXmlReader.read("p.xml", bytes, ReaderLimits.DEFAULT, faults)
                .orElseThrow()
                .text()
                .text();
        assertThat(faults.all()).isEmpty();
        return text;
    }

    @Test
    void every_character_knows_its_place() {
        PolicyElement root = read("<a>\r\n  <b v=\"x&quot;y\r\n z\">\n @(q)</b>\r\n</a>");
        PolicyElement b = root.elements().get(0);
        assertThat(b.position()).hasToString("p.xml:2:3");
        assertThat(b.attributes().get(0).position()).hasToString("p.xml:2:6");
        PolicyText value = b.attribute("v").orElseThrow();
        assertThat(value.text()).isEqualTo("x\"y\n z");
        assertThat(places(value)).containsExactly("2:9", "2:10", "2:16", "2:17", "3:1", "3:2", "3:3");
        assertThat(b.text().strip().text()).isEqualTo("@(q)");
        assertThat(b.text().strip().position()).hasToString("p.xml:4:2");
    }

    @Test
    void an_empty_value_has_a_place() {
        assertThat(read("<a>\n <b v=''/></a>")
                        .elements()
                        .get(0)
                        .attribute("v")
                        .orElseThrow()
                        .position())
                .hasToString("p.xml:2:8");
    }

    static List<String> places(PolicyText text) {
        return java.util.stream.IntStream.rangeClosed(0, text.text().length())
                .mapToObj(i -> text.at(i).line() + ":" + text.at(i).column())
                .toList();
    }
}
