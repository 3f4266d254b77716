package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever one object says of another is true. */
class WiringTest {

    @ParameterizedTest
    @EnumSource
    void whatever_pods_need_is_there_with_every_key(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        for (JsonNode workload : rendered.all("Deployment")) {
            for (Rendered.Reference reference : Rendered.references(workload)) {
                Set<String> keys = reference.kind().equals("Secret")
                        ? rendered.secretKeys(reference.name())
                        : Rendered.map(rendered.one("ConfigMap", reference.name())
                                        .at("/data"))
                                .keySet();
                assertThat(keys)
                        .as(Rendered.title(workload) + " needs " + reference)
                        .isNotEmpty()
                        .containsAll(reference.keys());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_change_of_the_configuration_rolls_the_pods(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        assertThat(Rendered.references(rendered.one("Deployment", "secure-proxy")).stream()
                        .filter(reference -> reference.kind().equals("ConfigMap"))
                        .map(Rendered.Reference::name))
                .containsExactlyInAnyOrder(
                        Rendered.name(rendered.generated("ConfigMap", "secure-proxy-config")),
                        Rendered.name(rendered.generated("ConfigMap", "secure-proxy-settings")));
    }

    @ParameterizedTest
    @EnumSource
    void selectors_find_their_pods_and_services_their_ports(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        for (JsonNode workload : rendered.all("Deployment")) {
            assertThat(rendered.selected(workload.at("/spec/selector/matchLabels")))
                    .containsExactly(workload);
            Rendered.each(Rendered.pod(workload).at("/topologySpreadConstraints"))
                    .forEach(spread -> assertThat(rendered.selected(spread.at("/labelSelector/matchLabels")))
                            .containsExactly(workload));
        }
        for (JsonNode service : rendered.all("Service")) {
            List<JsonNode> workloads = rendered.selected(service.at("/spec/selector"));
            assertThat(workloads).as(Rendered.title(service)).hasSize(1);
            Rendered.each(service.at("/spec/ports")).forEach(port -> assertThat(Rendered.ports(workloads.getFirst()))
                    .as(Rendered.title(service))
                    .containsKey(port.at("/targetPort").asText()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ports_are_those_of_the_programs(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        assertThat(Rendered.ports(rendered.one("Deployment", "secure-proxy")))
                .isEqualTo(Map.of("http", Repository.httpPort(), "management", Repository.managementPort()));
        assertThat(Rendered.ports(rendered.one("Deployment", "weather-mcp")))
                .isEqualTo(Map.of("http", Repository.weatherPort()));
        JsonNode weather = rendered.one("Service", "weather-mcp");
        assertThat(GatewayConfigTest.configuration(rendered)
                        .at("/backends/weather/instances/0/url")
                        .asText())
                .isEqualTo(
                        "http://weather-mcp:" + weather.at("/spec/ports/0/port").asInt() + "/mcp");
    }

    @ParameterizedTest
    @EnumSource
    void every_object_says_what_it_belongs_to(Kustomize overlay) {
        for (JsonNode object : overlay.objects()) {
            // Of what kustomize generates the names are enough.
            if (Set.of("ConfigMap", "Secret").contains(object.at("/kind").asText())) {
                continue;
            }
            Map<String, String> labels = Rendered.map(object.at("/metadata/labels"));
            assertThat(labels).as(Rendered.title(object)).containsEntry("app.kubernetes.io/part-of", "secure-mcp");
            if (!Set.of("Namespace", "NetworkPolicy")
                            .contains(object.at("/kind").asText())
                    && !Rendered.name(object).equals("secure-proxy-node")) {
                assertThat(labels).as(Rendered.title(object)).containsKey("app.kubernetes.io/name");
            }
        }
    }

    @Test
    void the_release_that_is_deployed_is_the_one_that_is_built() {
        String version = Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>")
                .matcher(Repository.text("pom.xml"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        Rendered rendered = Rendered.of(Kustomize.PRODUCTION);
        for (String program : List.of("secure-proxy", "weather-mcp")) {
            JsonNode workload = rendered.one("Deployment", program);
            assertThat(Rendered.containers(workload).getFirst().at("/image").asText())
                    .endsWith("/" + program + ":" + version);
            for (String place : List.of("/metadata/labels", "/spec/template/metadata/labels")) {
                assertThat(Rendered.map(workload.at(place)))
                        .containsEntry("app.kubernetes.io/version", version)
                        .containsKeys(
                                "app.kubernetes.io/instance",
                                "app.kubernetes.io/component",
                                "app.kubernetes.io/managed-by");
            }
        }
    }

    @Test
    void routes_lead_to_a_port_that_a_service_has() {
        Rendered rendered = Rendered.of(Kustomize.EVERYTHING);
        JsonNode service = rendered.one("Service", "secure-proxy");
        int port = service.at("/spec/ports/0/port").asInt();
        JsonNode ingress = rendered.one("Ingress", "secure-proxy").at("/spec/rules/0/http/paths/0/backend/service");
        assertThat(ingress.at("/name").asText()).isEqualTo(Rendered.name(service));
        assertThat(ingress.at("/port/name").asText())
                .isEqualTo(service.at("/spec/ports/0/name").asText());
        JsonNode route = rendered.one("HTTPRoute", "secure-proxy");
        assertThat(route.at("/spec/rules/0/backendRefs/0/name").asText()).isEqualTo(Rendered.name(service));
        assertThat(route.at("/spec/rules/0/backendRefs/0/port").asInt()).isEqualTo(port);
        // Zero switches the time limit off (Gateway API, HTTPRouteTimeouts).
        assertThat(route.at("/spec/rules/0/timeouts/request").asText()).isEqualTo("0s");
        assertThat(route.at("/spec/rules/0/timeouts/backendRequest").asText()).isEqualTo("0s");
        Set<String> listeners = Rendered.each(
                        rendered.one("Gateway", "secure-mcp").at("/spec/listeners"))
                .map(listener -> listener.at("/name").asText())
                .collect(Collectors.toSet());
        for (JsonNode each : rendered.all("HTTPRoute")) {
            assertThat(listeners)
                    .contains(each.at("/spec/parentRefs/0/sectionName").asText());
        }
    }

    @Test
    void the_certificate_is_for_the_host_and_in_the_secret_that_clients_come_through() {
        for (Kustomize overlay : List.of(Kustomize.PRODUCTION, Kustomize.EVERYTHING)) {
            Rendered rendered = Rendered.of(overlay);
            JsonNode certificate = rendered.one("Certificate", "secure-proxy").at("/spec");
            JsonNode listener = rendered.one("Gateway", "secure-mcp").at("/spec/listeners/0");
            assertThat(listener.at("/tls/certificateRefs/0/name")).isEqualTo(certificate.at("/secretName"));
            assertThat(listener.at("/hostname")).isEqualTo(certificate.at("/dnsNames/0"));
            assertThat(rendered.one("HTTPRoute", "secure-proxy").at("/spec/hostnames/0"))
                    .isEqualTo(listener.at("/hostname"));
        }
        JsonNode ingress =
                Rendered.of(Kustomize.EVERYTHING).one("Ingress", "secure-proxy").at("/spec");
        assertThat(ingress.at("/tls/0/secretName").asText()).isEqualTo("secure-proxy-tls");
        assertThat(ingress.at("/tls/0/hosts/0")).isEqualTo(ingress.at("/rules/0/host"));
        Rendered production = Rendered.of(Kustomize.PRODUCTION);
        assertThat(production
                        .generated("ConfigMap", "secure-proxy-settings")
                        .at("/data/PUBLIC_URL")
                        .asText())
                .isEqualTo("https://"
                        + production
                                .one("Gateway", "secure-mcp")
                                .at("/spec/listeners/0/hostname")
                                .asText());
    }

    @Test
    void monitoring_and_the_autoscaler_find_what_they_watch() {
        Rendered rendered = Rendered.of(Kustomize.EVERYTHING);
        JsonNode monitor = rendered.one("ServiceMonitor", "secure-proxy");
        Map<String, String> wanted = Rendered.map(monitor.at("/spec/selector/matchLabels"));
        List<JsonNode> services = rendered.all("Service").stream()
                .filter(service -> Rendered.covers(Rendered.map(service.at("/metadata/labels")), wanted))
                .toList();
        assertThat(services).extracting(Rendered::name).containsExactly("secure-proxy-management");
        assertThat(monitor.at("/spec/endpoints/0/port"))
                .isEqualTo(services.getFirst().at("/spec/ports/0/name"));

        JsonNode autoscaler = rendered.one("HorizontalPodAutoscaler", "secure-proxy");
        JsonNode target = rendered.one(
                "Deployment", autoscaler.at("/spec/scaleTargetRef/name").asText());
        assertThat(target.at("/spec/replicas").isMissingNode())
                .as("the autoscaler owns the number")
                .isTrue();
        assertThat(autoscaler.at("/spec/minReplicas").asInt()).isGreaterThanOrEqualTo(2);
        long streams =
                GatewayConfigTest.configuration(rendered).at("/limits/streams").asLong();
        assertThat(autoscaler.at("/spec/metrics/1/pods/target/averageValue").asLong())
                .isLessThan(streams);
    }

    @Test
    void only_the_cluster_on_this_machine_has_secrets_written_down() {
        assertThat(Rendered.of(Kustomize.PRODUCTION).all("Secret")).isEmpty();
        assertThat(Rendered.of(Kustomize.EVERYTHING).all("Secret")).isEmpty();
        JsonNode cluster = Repository.yaml(Repository.text("kubernetes/overlays/local/cluster.yaml"))
                .getFirst();
        JsonNode mapping = cluster.at("/nodes/0/extraPortMappings/0");
        assertThat(mapping.at("/listenAddress").asText()).isEqualTo("127.0.0.1");
        JsonNode node = Rendered.of(Kustomize.LOCAL).one("Service", "secure-proxy-node");
        assertThat(mapping.at("/containerPort").asInt())
                .isEqualTo(node.at("/spec/ports/0/nodePort").asInt());
        assertThat(Rendered.of(Kustomize.LOCAL)
                        .generated("ConfigMap", "secure-proxy-settings")
                        .at("/data/PUBLIC_URL")
                        .asText())
                .isEqualTo("http://localhost:" + mapping.at("/hostPort").asInt());
    }
}
