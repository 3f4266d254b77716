package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The composition for one machine: harmless, wired up, and made of the images and ports that there are. */
class ComposeTest {

    private static final String DIRECTORY = "src/compose/";

    /** The keys of a service that are used here, all of them in the Compose specification. */
    private static final Set<String> KEYS = Set.of(
            "image",
            "build",
            "command",
            "user",
            "environment",
            "ports",
            "volumes",
            "tmpfs",
            "networks",
            "depends_on",
            "healthcheck",
            "mem_limit",
            "stop_grace_period",
            "read_only",
            "cap_drop",
            "security_opt",
            "restart",
            "logging");

    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

    private final JsonNode compose =
            Repository.yaml(Repository.text(DIRECTORY + "compose.yaml")).getFirst();
    private final JsonNode gateway =
            Repository.yaml(Repository.text(DIRECTORY + "gateway.yaml")).getFirst();

    @Test
    void services_have_only_keys_that_compose_knows_and_no_rights() {
        assertThat(compose.at("/services").properties()).hasSize(6).allSatisfy(service -> {
            String name = service.getKey();
            JsonNode value = service.getValue();
            assertThat(KEYS).as(name).containsAll(names(value));
            assertThat(value.at("/read_only").asBoolean()).as(name).isTrue();
            assertThat(value.at("/cap_drop/0").asText()).as(name).isEqualTo("ALL");
            assertThat(value.at("/security_opt/0").asText()).as(name).isEqualTo("no-new-privileges:true");
            assertThat(value.has("mem_limit")).as(name).isTrue();
            assertThat(value.at("/image").asText())
                    .as(name)
                    .matches(".+:[^:/]+")
                    .doesNotEndWith(":latest");
            assertThat(value.at("/ports"))
                    .extracting(JsonNode::asText)
                    .as(name)
                    .allMatch(port -> port.startsWith("127.0.0.1:"));
        });
    }

    @Test
    void images_are_built_from_targets_that_the_dockerfile_has() {
        for (String name : List.of("gateway-1", "gateway-2", "weather-mcp")) {
            JsonNode build = service(name).at("/build");
            assertThat(Repository.path(DIRECTORY)
                            .resolve(build.at("/context").asText())
                            .normalize())
                    .isEqualTo(Repository.ROOT);
            assertThat(build.at("/dockerfile").asText()).isEqualTo(Dockerfile.PATH);
            assertThat(DockerfileTest.IMAGES).contains(build.at("/target").asText());
        }
    }

    @Test
    void the_cluster_on_this_machine_uses_the_images_that_are_built_here() {
        for (Map.Entry<String, String> program : Map.of("secure-proxy", "gateway-1", "weather-mcp", "weather-mcp")
                .entrySet()) {
            assertThat(Rendered.containers(Rendered.of(Kustomize.LOCAL).one("Deployment", program.getKey()))
                            .getFirst()
                            .at("/image"))
                    .isEqualTo(service(program.getValue()).at("/image"));
        }
    }

    @Test
    void every_service_network_volume_and_file_that_is_named_is_there() {
        Set<String> services = names(compose.at("/services"));
        compose.at("/services").properties().forEach(service -> {
            JsonNode needs = service.getValue().at("/depends_on");
            assertThat(services).containsAll(needs.isArray() ? texts(needs) : names(needs));
            needs.properties().forEach(need -> {
                // The programs' images bring a health check, the others need one here.
                if (need.getValue().at("/condition").asText().equals("service_healthy")) {
                    JsonNode needed = service(need.getKey());
                    assertThat(needed.has("healthcheck") || needed.has("build"))
                            .as(need.getKey())
                            .isTrue();
                }
            });
            assertThat(names(compose.at("/networks")))
                    .containsAll(texts(service.getValue().at("/networks")));
            for (String volume : texts(service.getValue().at("/volumes"))) {
                String from = volume.substring(0, volume.indexOf(':'));
                if (from.startsWith("./")) {
                    assertThat(Files.exists(Repository.path(DIRECTORY + from)))
                            .as(from)
                            .isTrue();
                    assertThat(volume).endsWith(":ro");
                } else {
                    assertThat(names(compose.at("/volumes"))).contains(from);
                }
            }
        });
    }

    @Test
    void ports_are_those_of_the_programs() {
        for (String name : GATEWAYS) {
            String mapped = service(name).at("/ports/0").asText();
            assertThat(mapped).endsWith(":" + Repository.httpPort());
            assertThat(service(name).at("/environment/PUBLIC_URL").asText())
                    .isEqualTo("http://localhost:" + mapped.split(":", -1)[1]);
        }
        assertThat(gateway.at("/backends/weather/instances/0/url").asText())
                .isEqualTo("http://weather-mcp:" + Repository.weatherPort() + "/mcp");
        JsonNode prometheus =
                Repository.yaml(Repository.text(DIRECTORY + "prometheus.yml")).getFirst();
        assertThat(texts(prometheus.at("/scrape_configs/0/static_configs/0/targets")))
                .containsExactlyInAnyOrderElementsOf(GATEWAYS.stream()
                        .map(name -> name + ":" + Repository.managementPort())
                        .toList());
        assertThat(texts(prometheus.at("/scrape_configs/1/static_configs/0/targets")))
                .containsExactly("weather-mcp:" + Repository.weatherPort());
    }

    @Test
    void the_gateways_have_longer_to_stop_than_they_drain() {
        // limits.drain-time is 30 s where gateway.yaml does not set it.
        assertThat(gateway.at("/limits/drain-time").isMissingNode()).isTrue();
        for (String name : GATEWAYS) {
            assertThat(Integer.parseInt(
                            service(name).at("/stop_grace_period").asText().replace("s", "")))
                    .isGreaterThan(30);
        }
    }

    @Test
    void the_gateways_configuration_passes_their_own_check() {
        for (String name : GATEWAYS) {
            Map<String, String> environment = new HashMap<>();
            service(name).at("/environment").properties().forEach(variable -> {
                Matcher withDefault = Pattern.compile("\\$\\{[A-Z_]+:-(.*)}")
                        .matcher(variable.getValue().asText());
                environment.put(
                        variable.getKey(),
                        withDefault.matches()
                                ? withDefault.group(1)
                                : variable.getValue().asText());
            });
            assertThat(GatewayConfigTest.check(Repository.path(DIRECTORY + "gateway.yaml"), environment))
                    .startsWith("0 ")
                    .contains("gateway.yaml: ok");
        }
    }

    private JsonNode service(String name) {
        return compose.at("/services/" + name);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        return Rendered.each(array).map(JsonNode::asText).collect(Collectors.toSet());
    }
}
