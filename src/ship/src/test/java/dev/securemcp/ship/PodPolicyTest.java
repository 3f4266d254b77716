package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every pod must be: harmless, bounded, and able to go without being missed. */
class PodPolicyTest {

    /** The volumes of the Pod Security profile "restricted" that need no storage. */
    private static final Set<String> VOLUMES =
            Set.of("name", "configMap", "secret", "projected", "emptyDir", "downwardAPI");

    @ParameterizedTest
    @EnumSource
    void pods_pass_the_profile_restricted_and_more(Kustomize overlay) {
        for (JsonNode workload : workloads(overlay)) {
            String title = Rendered.title(workload);
            JsonNode pod = Rendered.pod(workload);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(title)
                    .isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).as(title).isPositive();
            assertThat(pod.at("/securityContext/runAsGroup").asInt()).as(title).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .as(title)
                    .isEqualTo("RuntimeDefault");
            for (String shared : Set.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace")) {
                assertThat(pod.at("/" + shared).asBoolean(false))
                        .as(title + " " + shared)
                        .isFalse();
            }
            Rendered.each(pod.at("/volumes")).forEach(volume -> assertThat(volume.fieldNames())
                    .toIterable()
                    .as(title)
                    .isSubsetOf(VOLUMES));
            for (JsonNode container : Rendered.containers(workload)) {
                JsonNode context = container.at("/securityContext");
                assertThat(context.at("/allowPrivilegeEscalation").asBoolean(true))
                        .as(title)
                        .isFalse();
                assertThat(context.at("/privileged").asBoolean(false)).as(title).isFalse();
                assertThat(context.at("/readOnlyRootFilesystem").asBoolean())
                        .as(title)
                        .isTrue();
                assertThat(context.at("/capabilities/drop/0").asText())
                        .as(title)
                        .isEqualTo("ALL");
                assertThat(context.at("/capabilities/add").isMissingNode())
                        .as(title)
                        .isTrue();
                Rendered.each(container.at("/ports"))
                        .forEach(port ->
                                assertThat(port.has("hostPort")).as(title).isFalse());
            }
        }
        assertThat(Rendered.map(
                        Rendered.of(overlay).one("Namespace", "secure-mcp").at("/metadata/labels")))
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @EnumSource
    void images_name_a_release_and_never_the_latest(Kustomize overlay) {
        for (JsonNode workload : workloads(overlay)) {
            for (JsonNode container : Rendered.containers(workload)) {
                assertThat(container.at("/image").asText())
                        .matches(".+(:[^:/]+|@sha256:[0-9a-f]{64})")
                        .doesNotEndWith(":latest");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void processor_and_memory_are_asked_for_and_limited(Kustomize overlay) {
        for (JsonNode workload : workloads(overlay)) {
            for (JsonNode container : Rendered.containers(workload)) {
                for (String resource : Set.of("cpu", "memory")) {
                    BigDecimal request = amount(container.at("/resources/requests/" + resource));
                    BigDecimal limit = amount(container.at("/resources/limits/" + resource));
                    assertThat(request)
                            .as(Rendered.title(workload))
                            .isPositive()
                            .isLessThanOrEqualTo(limit);
                }
            }
        }
    }

    static BigDecimal amount(JsonNode quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity.asText()));
    }

    @ParameterizedTest
    @EnumSource
    void pods_have_an_account_of_their_own_and_no_token(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        for (JsonNode workload : rendered.all("Deployment")) {
            JsonNode pod = Rendered.pod(workload);
            assertThat(pod.at("/serviceAccountName").asText()).isEqualTo(Rendered.name(workload));
            assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(rendered.one("ServiceAccount", Rendered.name(workload))
                            .at("/automountServiceAccountToken")
                            .asBoolean(true))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_programs_are_replaced_without_a_gap(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        for (String program : Set.of("secure-proxy", "weather-mcp")) {
            JsonNode workload = rendered.one("Deployment", program);
            assertThat(workload.at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(-1))
                    .isZero();
            assertThat(workload.at("/spec/strategy/rollingUpdate/maxSurge").asInt())
                    .isPositive();
            assertThat(workload.at("/spec/minReadySeconds").asInt()).isPositive();
            JsonNode budget = rendered.one("PodDisruptionBudget", program);
            assertThat(rendered.selected(budget.at("/spec/selector/matchLabels")))
                    .containsExactly(workload);
            assertThat(Rendered.each(Rendered.pod(workload).at("/topologySpreadConstraints"))
                            .map(spread -> spread.at("/topologyKey").asText()))
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            for (String probe : Set.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(Rendered.containers(workload)
                                .getFirst()
                                .at("/" + probe + "/httpGet/port")
                                .asText())
                        .as(program + " " + probe)
                        .isIn(Rendered.ports(workload).keySet());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_gateway_has_longer_to_stop_than_it_needs(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        JsonNode workload = rendered.one("Deployment", "secure-proxy");
        int pause = Rendered.containers(workload)
                .getFirst()
                .at("/lifecycle/preStop/sleep/seconds")
                .asInt();
        int drain = Integer.parseInt(GatewayConfigTest.configuration(rendered)
                .at("/limits/drain-time")
                .asText()
                .replaceFirst("s$", ""));
        assertThat(pause).isPositive();
        assertThat(Rendered.pod(workload).at("/terminationGracePeriodSeconds").asInt())
                .isGreaterThanOrEqualTo(pause + drain + 5);
    }

    /** 110 kB for an open stream is what src/docs/performance.md measured. */
    @ParameterizedTest
    @EnumSource
    void the_gateways_streams_fit_into_its_memory(Kustomize overlay) {
        Rendered rendered = Rendered.of(overlay);
        JsonNode resources = Rendered.containers(rendered.one("Deployment", "secure-proxy"))
                .getFirst()
                .at("/resources");
        long streams =
                GatewayConfigTest.configuration(rendered).at("/limits/streams").asLong();
        assertThat(amount(resources.at("/requests/memory")).add(BigDecimal.valueOf(streams * 110_000)))
                .isLessThanOrEqualTo(amount(resources.at("/limits/memory")));
    }

    private static Iterable<JsonNode> workloads(Kustomize overlay) {
        Iterable<JsonNode> workloads = Rendered.of(overlay).all("Deployment");
        assertThat(workloads).isNotEmpty();
        return workloads;
    }
}
