package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The published schema and the reader agree, in both directions. */
class GatewaySchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaText.write());

    @TempDir
    private Path directory;

    @Test
    void the_published_schema_is_the_one_of_the_readers_table() throws IOException {
        Published.mustBe(Path.of("src/main/resources/gateway.schema.json"), SchemaText.write());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.securemcp.proxy.config.FaultyDocuments#shapes")
    void what_the_reader_refuses_for_its_form_the_schema_refuses(FaultyDocuments.Faulty document) {
        assertThat(errors(document.yaml())).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.securemcp.proxy.config.FaultyDocuments#meanings")
    void what_only_the_reader_can_judge_the_schema_lets_pass(FaultyDocuments.Faulty document) {
        assertThat(errors(document.yaml())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("soundDocuments")
    void what_the_reader_takes_the_schema_takes(String yaml) {
        FaultyDocuments.around(directory).variable("ANYTHING", "true").sound(yaml);
        assertThat(errors(yaml)).isEmpty();
    }

    static Stream<String> soundDocuments() {
        String sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        return Stream.of(
                Reading.SMALLEST,
                FaultyDocuments.top("limits: { body: 4096, pool: \"7\", keep-alive: 500 ms, headers: 64 KiB }"),
                FaultyDocuments.top("limits: { body: \"${UNSET:1MiB}\", pool: \"${UNSET:3}\" }"),
                FaultyDocuments.top("named-values: { a: { value: 5, secret: \"${ANYTHING}\" }, b.c: { value: true } }"),
                FaultyDocuments.top("state-dir: 2026"),
                FaultyDocuments.top("policy: { inbound: [base] }\nfragments: { f: [base], g: policy.xml }"),
                FaultyDocuments.top("policies: { inbound: [base] }\ntrusted-proxies: [\"::1\", 10.0.0.0/8]"),
                FaultyDocuments.top(
                        """
                        public-url: https://[2001:db8::1]:8443/
                        products: { p: { servers: [s], display-name: 7, description: "two\\nlines" } }
                        subscriptions:
                          a: { product: p, primary-key: { sha256: %s }, expires: 2027-01-01T00:00:00.5+02:00, notes: x }
                        """
                                .formatted(sha)),
                """
                public-url: https://mcp.example.com
                servers:
                  s:
                    backend: b
                    list-step-up: true
                    tools: { t: { scopes: [a], roles: [b] } }
                    authorization:
                      servers: ["https://a/", { issuer: "https://b", algorithms: [RS256] }]
                      implied-scopes: { a: [b] }
                      clock-skew: 1m
                      require: either
                  p: { backend: b, authorization: passthrough }
                backends: { b: { instances: [{ url: "http://h/" }] } }
                products: { p: { servers: [p], allow: { tools: ["*"] }, deny: { resources: ["x://*"] } } }
                """,
                """
                servers:
                  s:
                    backend: b
                    subscription-required: ${ANYTHING}
                    subscription-key: { header: X-Key, query: key }
                    batches: allow
                    tools: { "a tool/with.signs": { policy: policy.xml } }
                    allowed-origins: ["*", "vscode-webview://x", "http://localhost:6274"]
                    allowed-hosts: ["[::1]:80", proxy]
                backends:
                  b: { instances: [{ url: "https://h:8443/mcp?a=b" }], credential: { header: X, value: "Bearer {{n}}" } }
                named-values: { n: { value: x } }
                """);
    }

    private static List<Error> errors(String yaml) {
        return SCHEMA.validate(json(new Yaml(new LoaderOptions()).compose(new StringReader(yaml))));
    }

    /** As editors read YAML (1.2, core schema), which is what the schema is for. */
    private static JsonNode json(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = json.objectNode();
                mapping.getValue()
                        .forEach(entry ->
                                object.set(((ScalarNode) entry.getKeyNode()).getValue(), json(entry.getValueNode())));
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = json.arrayNode();
                sequence.getValue().forEach(item -> array.add(json(item)));
                yield array;
            }
            case ScalarNode scalar when !scalar.isPlain() -> json.textNode(scalar.getValue());
            case ScalarNode scalar -> plain(scalar.getValue(), json);
            default -> throw new IllegalArgumentException(node.toString());
        };
    }

    private static JsonNode plain(String text, JsonNodeFactory json) {
        if (text.isEmpty() || text.equals("~") || text.equals("null")) {
            return json.nullNode();
        }
        if (text.equals("true") || text.equals("false")) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        return text.matches("[-+]?[0-9]+(\\.[0-9]+)?") ? json.numberNode(new BigDecimal(text)) : json.textNode(text);
    }
}
