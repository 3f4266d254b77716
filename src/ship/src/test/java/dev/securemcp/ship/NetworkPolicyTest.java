package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may reach whom, all policies of an overlay taken together. */
class NetworkPolicyTest {

    private static final String APP = "app.kubernetes.io/name";
    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    @ParameterizedTest
    @EnumSource
    void nothing_is_open_that_no_policy_opens(Kustomize overlay) {
        JsonNode all = Rendered.of(overlay).one("NetworkPolicy", "deny-all").at("/spec");
        assertThat(all.at("/podSelector").isEmpty()).isTrue();
        assertThat(all.at("/policyTypes")).extracting(JsonNode::asText).containsExactly("Ingress", "Egress");
        assertThat(all.has("ingress") || all.has("egress")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void the_weather_server_is_reached_from_the_gateway_alone(Kustomize overlay) {
        assertThat(openings(overlay, "weather-mcp"))
                .containsExactly(new Opening("http", List.of(Map.of(APP, "secure-proxy")), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void the_management_port_is_reached_from_monitoring_alone(Kustomize overlay) {
        assertThat(openings(overlay, "secure-proxy").stream().filter(opening -> !opening.port.equals("http")))
                .containsExactly(new Opening("management", List.of(), List.of(Map.of(NAMESPACE, "monitoring"))));
    }

    @Test
    void clients_come_through_the_ingress_alone() {
        for (Kustomize overlay : List.of(Kustomize.PRODUCTION, Kustomize.EVERYTHING)) {
            assertThat(openings(overlay, "secure-proxy").stream().filter(opening -> opening.port.equals("http")))
                    .containsExactly(new Opening("http", List.of(), List.of(Map.of(NAMESPACE, "ingress"))));
        }
    }

    @Test
    void the_store_is_reached_from_the_gateway_alone() {
        assertThat(openings(Kustomize.EVERYTHING, "redis"))
                .containsExactly(new Opening("redis", List.of(Map.of(APP, "secure-proxy")), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void the_gateway_may_call_what_its_configuration_names(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        int weather = Rendered.ports(rendered.one("Deployment", "weather-mcp")).get("http");
        assertThat(Rendered.each(rendered.one("NetworkPolicy", "secure-proxy").at("/spec/egress"))
                        .filter(rule -> rule.at("/to/0/podSelector/matchLabels")
                                .path(APP)
                                .asText()
                                .equals("weather-mcp"))
                        .map(rule -> rule.at("/ports/0/port").asInt()))
                .containsExactly(weather);
    }

    @ParameterizedTest
    @EnumSource
    void no_pod_reaches_the_clouds_metadata(Kustomize overlay) {
        for (JsonNode policy : Rendered.of(overlay).all("NetworkPolicy")) {
            Rendered.each(policy.at("/spec/egress"))
                    .flatMap(rule -> Rendered.each(rule.at("/to")))
                    .filter(to -> to.at("/ipBlock/cidr").asText().equals("0.0.0.0/0"))
                    .forEach(to -> assertThat(to.at("/ipBlock/except"))
                            .extracting(JsonNode::asText)
                            .contains("169.254.0.0/16"));
        }
    }

    /** One port that is open, to pods with labels and to namespaces with labels. */
    private record Opening(String port, List<Map<String, String>> pods, List<Map<String, String>> namespaces) {}

    private static List<Opening> openings(Kustomize overlay, String app) {
        Rendered rendered = Rendered.of(overlay);
        JsonNode workload = rendered.one("Deployment", app);
        List<Opening> openings = new ArrayList<>();
        for (JsonNode policy : rendered.all("NetworkPolicy")) {
            if (!rendered.selected(policy.at("/spec/podSelector/matchLabels")).contains(workload)) {
                continue;
            }
            for (JsonNode rule : Rendered.each(policy.at("/spec/ingress")).toList()) {
                List<Map<String, String>> pods = new ArrayList<>();
                List<Map<String, String>> namespaces = new ArrayList<>();
                Rendered.each(rule.at("/from")).forEach(from -> {
                    if (from.has("podSelector")) {
                        pods.add(Rendered.map(from.at("/podSelector/matchLabels")));
                    }
                    if (from.has("namespaceSelector")) {
                        namespaces.add(Rendered.map(from.at("/namespaceSelector/matchLabels")));
                    }
                });
                assertThat(rule.at("/ports")).as(Rendered.title(policy)).isNotEmpty();
                Rendered.each(rule.at("/ports")).forEach(port -> {
                    assertThat(Rendered.ports(workload))
                            .containsKey(port.at("/port").asText());
                    openings.add(new Opening(port.at("/port").asText(), pods, namespaces));
                });
            }
        }
        return openings;
    }
}
