package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every rendered object has only fields that the API has. Kinds come as fabric8's classes; those of cert-manager and External
 * Secrets, which no artifact at hand has, as schemas of our own for the fields that we use.
 */
class StrictModelTest {

    private static final Map<String, Class<?>> MODEL = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Secret", Secret.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("gateway.networking.k8s.io/v1/Gateway", Gateway.class),
            Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    private static final Map<String, String> SCHEMAS = Map.of(
            "cert-manager.io/v1/Certificate", "certificate.schema.json",
            "external-secrets.io/v1/ExternalSecret", "external-secret.schema.json");

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new NothingElse());

    @ParameterizedTest
    @EnumSource
    void every_object_parses_strictly(Kustomize overlay) throws IOException {
        assertThat(overlay.objects()).hasSizeGreaterThan(15);
        for (JsonNode object : overlay.objects()) {
            parse(object);
        }
    }

    @Test
    void a_field_that_the_api_does_not_have_is_refused() {
        JsonNode deployment = Kustomize.LOCAL.objects().stream()
                .filter(object -> object.at("/kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0/securityContext"))
                .put("readOnlyRootFileSystem", true);
        assertThatThrownBy(() -> parse(deployment)).hasMessageContaining("readOnlyRootFileSystem");
    }

    @Test
    void a_field_that_a_schema_of_ours_does_not_have_is_refused() {
        JsonNode certificate = Kustomize.EVERYTHING.objects().stream()
                .filter(object -> object.at("/kind").asText().equals("Certificate"))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) certificate.at("/spec")).put("dnsName", "mcp.example.com");
        assertThatThrownBy(() -> parse(certificate)).hasMessageContaining("dnsName");
    }

    private static void parse(JsonNode object) throws IOException {
        String type =
                object.at("/apiVersion").asText() + "/" + object.at("/kind").asText();
        if (SCHEMAS.containsKey(type)) {
            assertThat(schema(SCHEMAS.get(type)).validate(object.toString(), InputFormat.JSON))
                    .as(type)
                    .isEmpty();
        } else {
            assertThat(MODEL).as("a kind that nothing here knows").containsKey(type);
            STRICT.readValue(object.toString(), MODEL.get(type));
        }
    }

    private static Schema schema(String name) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Repository.text("src/ship/src/test/resources/schemas/" + name));
    }

    /** The classes would put what they do not know aside into a map. */
    private static final class NothingElse extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return Boolean.FALSE;
        }
    }
}
