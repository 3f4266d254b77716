package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.securemcp.proxy.config.PolicySource.InlinePolicy;
import dev.securemcp.proxy.config.PolicySource.PolicyFile;
import dev.securemcp.proxy.config.ServerConfig.Batches;
import dev.securemcp.proxy.config.ServerConfig.KeyNames;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;

class ConfigurationReaderTest {

    private static final String KEY = "a-key-of-the-test-0001";

    @TempDir
    private Path directory;

    private Reading reading;

    @BeforeEach
    void begin() {
        reading = new Reading(directory);
    }

    @Test
    void the_smallest_document_gets_every_default() {
        Configuration configuration = reading.sound(Reading.SMALLEST);

        ServerConfig server = configuration.servers().get("weather");
        assertThat(server.path()).isEqualTo("weather");
        assertThat(server.displayName()).isEqualTo("weather");
        assertThat(server.description()).isEmpty();
        assertThat(server.subscriptionRequired()).isTrue();
        assertThat(server.keyNames()).isEqualTo(new KeyNames("Ocp-Apim-Subscription-Key", "subscription-key", true));
        assertThat(server.policy()).isEmpty();
        assertThat(server.batches()).isEqualTo(Batches.ALLOW);
        assertThat(configuration
                        .backends()
                        .get("weather")
                        .instances()
                        .getFirst()
                        .sseUrl())
                .isEqualTo(URI.create("http://localhost:8081/mcp/sse"));
        assertThat(configuration.publicUrl()).isEmpty();
        assertThat(configuration.limits()).isEqualTo(Limits.DEFAULTS);
        assertThat(configuration.directory()).isEqualTo(directory);
    }

    @Test
    void a_document_with_everything_is_read_in_full() throws Exception {
        reading.file("policies/global.xml", "<policies/>")
                .file("policies/audit.xml", "<fragment/>")
                .file("secrets/key", KEY + "\n")
                .file("secrets/backend", "backend secret\n")
                .variable("SECOND", "second value");

        Configuration configuration = reading.sound(
                """
                public-url: https://mcp.example.com/
                trusted-proxies: [10.0.0.0/8, "2001:db8::/32", 192.0.2.7]
                policy: policies/global.xml
                fragments: { audit: policies/audit.xml }
                servers:
                  weather-tools:
                    path: tools/weather
                    display-name: Weather Tools
                    description: Forecasts
                    backend: weather
                    subscription-required: false
                    subscription-key: { header: X-Key }
                    policies: { inbound: [ { set-header: { name: X-A } } ] }
                    tools:
                      get_alerts: { policy: policies/global.xml }
                    allowed-origins: [https://App.example.com]
                    allowed-hosts: ["proxy.local:8443"]
                backends:
                  weather:
                    instances: [{ url: "http://localhost:8081/mcp", sse-url: "http://localhost:8082/events" }]
                    credential: { header: X-API-Key, value: "{{first}} and {{second}}" }
                products:
                  starter: { servers: [weather-tools], display-name: Starter, policy: policies/global.xml }
                subscriptions:
                  laptop:
                    product: starter
                    primary-key: { file: secrets/key }
                    secondary-key: { sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
                    state: suspended
                    not-before: 2026-01-01T09:00:00+02:00
                    expires: 2027-01-01
                    owner: Ada
                named-values:
                  first: { secret: true, file: secrets/backend }
                  second: { env: SECOND }
                state-dir: state
                limits: { body: 8MiB, keep-alive: 10s, pool: 7 }
                """);

        assertThat(configuration.publicUrl()).contains(URI.create("https://mcp.example.com"));
        assertThat(configuration.trustedProxies())
                .anyMatch(range -> range.contains(address("10.200.3.4")))
                .anyMatch(range -> range.contains(address("2001:db8::1")))
                .anyMatch(range -> range.contains(address("192.0.2.7")))
                .noneMatch(range -> range.contains(address("192.0.2.8")));
        assertThat(configuration.policy()).containsInstanceOf(PolicyFile.class);
        assertThat(((PolicyFile) configuration.policy().orElseThrow()).file())
                .isEqualTo(directory.resolve("policies/global.xml"));
        assertThat(configuration.fragments()).containsOnlyKeys("audit");

        ServerConfig server = configuration.servers().get("weather-tools");
        assertThat(server.path()).isEqualTo("tools/weather");
        assertThat(server.displayName()).isEqualTo("Weather Tools");
        assertThat(server.subscriptionRequired()).isFalse();
        assertThat(server.keyNames()).isEqualTo(new KeyNames("X-Key", "subscription-key", true));
        assertThat(server.policy().orElseThrow()).isInstanceOfSatisfying(InlinePolicy.class, inline -> {
            assertThat(inline.node()).isInstanceOf(MappingNode.class);
            assertThat(inline.position().line()).isEqualTo(13);
        });
        assertThat(server.tools().get("get_alerts").policy()).isPresent();
        assertThat(server.batches()).as("tools have rules").isEqualTo(Batches.REFUSE);
        assertThat(server.allowedOrigins()).containsExactly("https://app.example.com");
        assertThat(server.allowedHosts()).containsExactly("proxy.local:8443");

        BackendConfig backend = configuration.backends().get("weather");
        assertThat(backend.instances().getFirst().sseUrl()).isEqualTo(URI.create("http://localhost:8082/events"));
        assertThat(backend.credential().orElseThrow().value().reveal()).isEqualTo("backend secret and second value");

        assertThat(configuration.products().get("starter").servers()).containsExactly("weather-tools");

        SubscriptionConfig subscription = configuration.subscriptions().get("laptop");
        assertThat(subscription.primaryKey()).contains(new StoredKey(Sha256.of(KEY), false));
        assertThat(subscription.secondaryKey()).contains(new StoredKey(Sha256.of("test"), false));
        assertThat(subscription.state()).isEqualTo(State.SUSPENDED);
        assertThat(subscription.notBefore()).contains(Instant.parse("2026-01-01T07:00:00Z"));
        assertThat(subscription.expires()).contains(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(subscription.owner()).isEqualTo("Ada");

        assertThat(configuration.namedValues())
                .hasEntrySatisfying("first", value -> assertThat(value.secret()).isTrue());
        assertThat(configuration.stateDir()).contains(directory.resolve("state"));
        assertThat(configuration.limits().bytes(Limit.BODY)).isEqualTo(8 * 1024 * 1024);
        assertThat(configuration.limits().time(Limit.KEEP_ALIVE)).isEqualTo(Duration.ofSeconds(10));
        assertThat(configuration.limits().count(Limit.POOL)).isEqualTo(7);
    }

    @Test
    void the_limits_that_people_rely_on_have_the_documented_defaults() {
        assertThat(Limits.DEFAULTS.bytes(Limit.BODY)).isEqualTo(4 * 1024 * 1024);
        assertThat(Limits.DEFAULTS.time(Limit.HEAD_TIME)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Limits.DEFAULTS.time(Limit.KEEP_ALIVE)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void variables_are_replaced_anywhere_and_their_text_stays_one_value() {
        reading.variable("URL", "http://10.0.0.1:9/mcp")
                .variable("TITLE", "a: b, {c: [d")
                .variable("REQUIRED", "false");

        Configuration configuration = reading.sound(
                """
                servers:
                  weather:
                    backend: ${BACKEND:weather}
                    display-name: ${TITLE}
                    description: costs $${5}
                    subscription-required: ${REQUIRED}
                    policies: { inbound: [ { set-header: { name: X, value: "${URL}" } } ] }
                backends: { weather: { instances: [{ url: "${URL}" }] } }
                limits: { body: "${BODY:1MiB}" }
                """);

        ServerConfig server = configuration.servers().get("weather");
        assertThat(server.displayName()).isEqualTo("a: b, {c: [d");
        assertThat(server.description()).isEqualTo("costs ${5}");
        assertThat(server.subscriptionRequired()).isFalse();
        assertThat(configuration.limits().bytes(Limit.BODY)).isEqualTo(1024 * 1024);
        InlinePolicy inline = (InlinePolicy) server.policy().orElseThrow();
        assertThat(yaml(inline)).contains("http://10.0.0.1:9/mcp").doesNotContain("${URL}");
    }

    @Test
    void an_alias_stands_for_a_copy_of_its_anchor() {
        Configuration configuration = reading.sound(
                """
                servers:
                  one: &open { backend: b, subscription-required: false }
                  two: *open
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                """);

        assertThat(configuration.servers().get("two").subscriptionRequired()).isFalse();
    }

    @Test
    void the_names_of_a_file_are_looked_up_beside_the_configuration() throws Exception {
        Path file = directory.resolve("deep/gateway.yaml");
        reading.file("deep/gateway.yaml", "policy: global.xml\n" + Reading.SMALLEST)
                .file("deep/global.xml", "<policies/>");
        assertThat(Files.exists(Path.of("global.xml"))).isFalse();

        Faults faults = new Faults();
        Configuration configuration =
                ConfigurationReader.ofProcess().read(file, faults).orElseThrow();

        assertThat(((PolicyFile) configuration.policy().orElseThrow()).name()).isEqualTo("global.xml");
        assertThat(configuration.position()).isEqualTo(Position.of(file.toString()));
    }

    @Test
    void maps_keep_the_order_of_the_file() {
        Configuration configuration = reading.sound(
                """
                servers: { z: { backend: b }, a: { backend: b }, m: { backend: b } }
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                """);

        assertThat(configuration.servers().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void no_secret_is_in_the_text_of_a_configuration() {
        Configuration configuration = reading.variable("TOKEN", "hidden-in-env")
                .sound(
                        Reading.SMALLEST.replace(
                                        "/mcp\" }] }",
                                        "/mcp\" }], credential: { header: X, value: \"Bearer {{t}}\" } }")
                                + """
                        named-values: { t: { env: TOKEN }, u: { value: hidden-in-file } }
                        subscriptions: { a: { product: starter, primary-key: { value: hidden-key-0123456789 } } }
                        policies: { inbound: [ { set-header: { value: hidden-inline } } ] }
                        """);

        assertThat(configuration.toString()).doesNotContain("hidden").contains("***");
        assertThat(configuration.namedValues())
                .contains(entry("t", configuration.namedValues().get("t")));
    }

    private static String yaml(InlinePolicy policy) {
        StringWriter text = new StringWriter();
        new Yaml().serialize(policy.node(), text);
        return text.toString();
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
