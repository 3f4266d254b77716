package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.launch.Main;
import dev.securemcp.proxy.launch.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway's configuration in the cluster: its files, its environment and its secrets pass the gateway's own check. */
class GatewayConfigTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void the_configuration_passes_the_gateways_own_check(Kustomize overlay) throws IOException {
        lay(Rendered.of(overlay), directory);
        assertThat(check(environment(Rendered.of(overlay)))).startsWith("0 ").contains("gateway.yaml: ok");
    }

    @Test
    void what_a_release_tries_its_images_with_passes_that_check() {
        assertThat(check(Repository.path("src/images/try.yaml"), new HashMap<>()))
                .startsWith("0 ");
    }

    @Test
    void with_redis_the_configuration_is_the_same_but_for_redis() {
        ObjectNode shared = configuration(Rendered.of(Kustomize.EVERYTHING)).deepCopy();
        assertThat(shared.remove("redis")).isNotNull();
        assertThat(((ObjectNode) shared.at("/named-values")).remove(List.of("redis-password", "redis-encryption-key")))
                .isNotNull();
        assertThat(shared).isEqualTo(configuration(Rendered.of(Kustomize.LOCAL)));
    }

    @Test
    void a_secret_that_is_not_there_is_found_by_that_check() throws IOException {
        lay(Rendered.of(Kustomize.LOCAL), directory);
        Files.delete(directory.resolve("secrets/demo-key"));
        assertThat(check(environment(Rendered.of(Kustomize.LOCAL))))
                .startsWith("1 ")
                .contains("subscriptions.demo.primary-key.file");
    }

    /** Writes what the pod finds in its volumes: {@code config} and {@code secrets} under a directory. */
    static void lay(Rendered rendered, Path directory) throws IOException {
        JsonNode workload = rendered.one("Deployment", "secure-proxy");
        Path config = Files.createDirectories(directory.resolve("config"));
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        for (Map.Entry<String, JsonNode> file : rendered.generated("ConfigMap", "secure-proxy-config")
                .at("/data")
                .properties()) {
            Files.writeString(config.resolve(file.getKey()), file.getValue().asText());
        }
        Rendered.each(Rendered.pod(workload).at("/volumes"))
                .flatMap(volume -> Rendered.each(volume.at("/projected/sources")))
                .flatMap(source -> Rendered.each(source.at("/secret/items")))
                .forEach(item -> {
                    String name = item.at("/path").asText();
                    try {
                        Files.writeString(secrets.resolve(name), key(name));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    /** What stands in the secret of a name here. */
    static String key(String name) {
        return "test-" + name + "-0123456789abcdef0123456789";
    }

    /** Of the ConfigMap that the pod has its environment from. */
    static Map<String, String> environment(Rendered rendered) {
        return new HashMap<>(Rendered.map(
                rendered.generated("ConfigMap", "secure-proxy-settings").at("/data")));
    }

    static JsonNode configuration(Rendered rendered) {
        return Repository.yaml(rendered.generated("ConfigMap", "secure-proxy-config")
                        .at("/data/gateway.yaml")
                        .asText())
                .getFirst();
    }

    private String check(Map<String, String> environment) {
        environment.put("SECRETS", directory.resolve("secrets").toString());
        return check(directory.resolve("config/gateway.yaml"), environment);
    }

    /** The exit code of {@code secure-proxy check FILE} and what it said. */
    static String check(Path file, Map<String, String> environment) {
        Surroundings here = Surroundings.ofProcess();
        StringWriter said = new StringWriter();
        int exit = Main.run(
                new Surroundings(
                        here.in(),
                        new PrintWriter(said, true),
                        new PrintWriter(said, true),
                        name -> Optional.ofNullable(environment.get(name)),
                        here.clock(),
                        here.serve(),
                        here.policies()),
                "check",
                file.toString());
        return exit + " " + said;
    }
}
