package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

class PolicyYamlReaderTest {

    private final Faults faults = new Faults();

    private PolicyElement read(String items) {
        return PolicyYamlReader.root("p.yaml", "fragment:\n" + items.indent(2), ReaderLimits.DEFAULT, faults)
                .orElseThrow();
    }

    static Stream<Arguments> notations() {
        return Stream.of(
                Arguments.of("- base", "<base/>"),
                Arguments.of("- base:", "<base/>"),
                Arguments.of("- base: {}", "<base/>"),
                Arguments.of("- set-body: hello", "<set-body>hello</set-body>"),
                Arguments.of("- set-body: \"\"", "<set-body/>"),
                Arguments.of("- set-body: 100", "<set-body>100</set-body>"),
                Arguments.of(
                        "- rate-limit-by-key: { calls: 100, renewal-period: 60, counter-key: \"@(context.Subscription.Id)\" }",
                        "<rate-limit-by-key calls='100' renewal-period='60' counter-key='@(context.Subscription.Id)'/>"),
                Arguments.of(
                        "- set-header: { name: X, exists-action: override, value: [a, b] }",
                        "<set-header name='X' exists-action='override'><value>a</value><value>b</value></set-header>"),
                Arguments.of(
                        "- set-body: { template: liquid, text: \"{{x}}\" }",
                        "<set-body template='liquid'>{{x}}</set-body>"),
                Arguments.of(
                        "- validate-jwt: { header-name: A, audiences: { audience: [a] }, required-claims: { claim: [ { name: c, value: [d] } ] } }",
                        "<validate-jwt header-name='A'><audiences><audience>a</audience></audiences>"
                                + "<required-claims><claim name='c'><value>d</value></claim></required-claims></validate-jwt>"),
                Arguments.of(
                        """
                        - choose:
                          - when:
                              condition: "@(true)"
                              do:
                              - trace: { source: a }
                              - base
                          - otherwise:
                            - set-status: { code: 403 }
                        """,
                        "<choose><when condition='@(true)'><trace source='a'/><base/></when>"
                                + "<otherwise><set-status code='403'/></otherwise></choose>"),
                Arguments.of(
                        "- a: { b: {}, c: [ {}, ~, [d, e], {f: g} ] }", "<a><b/><c/><c/><c><d/><e/></c><c f='g'/></a>"),
                Arguments.of(
                        "- a: { \"@text\": t, \"@do\": d, \"@x\": y, do: [ \"#text\": one, b, \"#text\": two ] }",
                        "<a text='t' do='d' x='y'>one<b/>two</a>"),
                Arguments.of("- a:\n  - text: t\n  - do: d", "<a><text>t</text><do>d</do></a>"));
    }

    @ParameterizedTest
    @MethodSource("notations")
    void it_means_what_xml_means(String yaml, String xml) {
        PolicyElement expected = Trees.read("<fragment>" + xml + "</fragment>");
        assertThat(Trees.shape(read(yaml))).isEqualTo(Trees.shape(expected));
        assertThat(Trees.lines(faults)).isEmpty();
    }

    @Test
    void places() {
        PolicyElement root = read(
                """
                - set-header: { name: "X-\u00e4", value: [ a ] }
                - set-body: |
                    @{
                      return 1;
                    }
                - trace: { message: 'it''s' }
                """);
        PolicyElement header = root.elements().get(0);
        assertThat(header.position()).hasToString("p.yaml:2:5");
        assertThat(header.attributes().get(0).position()).hasToString("p.yaml:2:19");
        PolicyText name = header.attribute("name").orElseThrow();
        assertThat(name.at(0)).hasToString("p.yaml:2:26");
        assertThat(name.at(2)).hasToString("p.yaml:2:28");
        PolicyText body = root.elements().get(1).text();
        assertThat(body.at(0)).hasToString("p.yaml:4");
        assertThat(body.at(body.text().indexOf("return"))).hasToString("p.yaml:5");
        PolicyText escaped = root.elements().get(2).attribute("message").orElseThrow();
        assertThat(escaped.text()).isEqualTo("it's");
        assertThat(escaped.at(3)).hasToString("p.yaml:7:23");
    }

    @Test
    void faults_name_their_place() {
        read(
                """
                - [a]
                - { a: 1, b: 2 }
                - "not a name": 1
                - ~
                - a: { x: , "b c": 1, "@y": 1, y: 2, text: [1], do: 3, ? [z] : 1 }
                - a: { x: 1, x: 2 }
                - "#text": [1]
                """);
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "p.yaml:2:5: fragment: found a list, expected one element: its name, or a mapping with its name as the one key",
                        "p.yaml:3:5: fragment: found a mapping with 2 keys, expected one element: its name, or a mapping with its name"
                                + " as the one key; indent what belongs to the element, and begin each element with `- `",
                        "p.yaml:4:5: fragment: found `not a name`, expected the name of an element or attribute",
                        "p.yaml:5:5: fragment: found a value, expected one element: its name, or a mapping with its name as the one key",
                        "p.yaml:6:10: fragment/a: found nothing behind `x`, expected a value; write `x: \"\"` for an empty attribute, "
                                + "`x: {}` for an empty element",
                        "p.yaml:6:15: fragment/a: found `b c`, expected the name of an element or attribute",
                        "p.yaml:6:34: fragment/a: found the attribute `y` a second time, expected it once",
                        "p.yaml:6:40: fragment/a: found a list as `text`, expected a value",
                        "p.yaml:6:51: fragment/a: found a value as `do`, expected a list of elements",
                        "p.yaml:6:60: fragment/a: found a list as a key, expected a name",
                        "p.yaml:7:16: fragment/a: found the key `x` a second time, expected it once",
                        "p.yaml:8:5: fragment: found a list as `#text`, expected a value");
    }

    @Test
    void a_document_from_a_node_of_a_larger_file() {
        Node config = new Yaml(new LoaderOptions())
                .compose(
                        new StringReader(
                                """
                        servers:
                          w:
                            policy:
                              inbound: [ base, { trace: { source: s } } ]
                              backend: []
                              outbound:
                        """));
        Node policy = value(value(value(config)));
        PolicyDocument document = PolicyYamlReader.document("gateway.yaml", policy, ReaderLimits.DEFAULT, faults)
                .orElseThrow();
        assertThat(faults.all()).isEmpty();
        assertThat(document.position()).hasToString("gateway.yaml:4:7");
        assertThat(document.section(Section.INBOUND).orElseThrow())
                .extracting(PolicyElement::name)
                .containsExactly("base", "trace");
        assertThat(document.section(Section.BACKEND)).contains(List.of());
        assertThat(document.section(Section.OUTBOUND)).contains(List.of());
        assertThat(document.section(Section.ON_ERROR)).isEmpty();
    }

    private static Node value(Node mapping) {
        return ((MappingNode) mapping).getValue().get(0).getValueNode();
    }

    @Test
    void a_fragment_from_a_node() {
        Node list = new Yaml(new LoaderOptions()).compose(new StringReader("[ trace, { set-body: x } ]"));
        assertThat(PolicyYamlReader.fragment("gateway.yaml", list, ReaderLimits.DEFAULT, faults)
                        .orElseThrow()
                        .elements())
                .extracting(PolicyElement::name)
                .containsExactly("trace", "set-body");
        Node wrong = new Yaml(new LoaderOptions()).compose(new StringReader("{ trace: 1 }"));
        PolicyYamlReader.fragment("gateway.yaml", wrong, ReaderLimits.DEFAULT, faults);
        assertThat(Trees.lines(faults))
                .containsExactly("gateway.yaml:1:1: fragment: found a mapping, expected a list of elements; "
                        + "begin each element with `- `");
    }

    @Test
    void wrong_sections() {
        Node node = new Yaml(new LoaderOptions()).compose(new StringReader("{ inbund: [], inbound: 1, [a]: [] }"));
        PolicyYamlReader.document("g.yaml", node, ReaderLimits.DEFAULT, faults);
        Node list = new Yaml(new LoaderOptions()).compose(new StringReader("[]"));
        assertThat(PolicyYamlReader.document("g.yaml", list, ReaderLimits.DEFAULT, faults))
                .isEmpty();
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "g.yaml:1:24: inbound: found a value, expected a list of elements; begin each element with `- `",
                        "g.yaml:1:3: found `<inbund>` in `<policies>`, expected `<inbound>`, `<backend>`, `<outbound>` or "
                                + "`<on-error>`; elements stand inside a section",
                        "g.yaml:1:27: found `<>` in `<policies>`, expected `<inbound>`, `<backend>`, `<outbound>` or "
                                + "`<on-error>`; elements stand inside a section",
                        "g.yaml:1:1: found a list, expected a mapping with inbound, backend, outbound or on-error");
    }
}
