package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that a linter of Dockerfiles would hold, and those of this project. */
class DockerfileTest {

    static final Set<String> IMAGES = Set.of("secure-proxy", "weather-mcp", "secure-proxy-jvm", "weather-mcp-jvm");

    private static final Set<String> KEYWORDS = Set.of(
            "ARG",
            "COPY",
            "RUN",
            "WORKDIR",
            "USER",
            "ENV",
            "EXPOSE",
            "LABEL",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "CMD",
            "STOPSIGNAL");

    private final Dockerfile dockerfile = Dockerfile.read();

    @Test
    void every_image_from_a_registry_has_a_tag_and_can_be_pinned_by_a_digest() {
        for (Dockerfile.Stage stage : dockerfile.stages().values()) {
            if (dockerfile.stages().containsKey(stage.base())) {
                continue;
            }
            Matcher base = Pattern.compile("\\$\\{([A-Z]+)}\\$\\{([A-Z]+)_DIGEST:\\+@\\$\\{([A-Z]+)_DIGEST}}")
                    .matcher(stage.base());
            assertThat(base.matches()).as("FROM " + stage.base()).isTrue();
            assertThat(List.of(base.group(2), base.group(3))).containsOnly(base.group(1));
            assertThat(dockerfile.arguments().get(base.group(1)))
                    .matches("[a-z0-9.]+(/[a-z0-9-]+)+:[a-z0-9.-]+")
                    .doesNotEndWith(":latest");
            assertThat(dockerfile.arguments()).containsKey(base.group(1) + "_DIGEST");
        }
    }

    @Test
    void only_instructions_without_surprises_are_used() {
        for (Dockerfile.Stage stage : dockerfile.stages().values()) {
            for (Dockerfile.Instruction instruction : stage.instructions()) {
                assertThat(instruction.keyword()).as(stage.name()).isIn(KEYWORDS);
                switch (instruction.keyword()) {
                    case "WORKDIR" -> assertThat(instruction.text()).startsWith("/");
                    case "ENTRYPOINT", "CMD" -> assertThat(instruction.text()).startsWith("[");
                    case "HEALTHCHECK" -> assertThat(instruction.text()).contains(" CMD [");
                    case "RUN" ->
                        assertThat(instruction.text())
                                .doesNotContain("sudo", "apt-get", "microdnf", "curl", "wget", " cd ");
                    case "ARG", "ENV" ->
                        assertThat(instruction.text()).doesNotContainIgnoringCase("token", "secret", "password");
                    default -> {}
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure-proxy", "weather-mcp", "secure-proxy-jvm", "weather-mcp-jvm"})
    void images_run_without_rights_and_without_a_shell(String image) {
        assertThat(dockerfile.last(image, "USER").text()).isEqualTo("65532:65532");
        assertThat(dockerfile.last(image, "STOPSIGNAL").text()).isEqualTo("SIGTERM");
        assertThat(dockerfile.origin(image)).startsWith("${RUNTIME}");
        assertThat(dockerfile.arguments().get("RUNTIME")).contains("distroless").doesNotContain("debug");
        assertThat(dockerfile.image(image))
                .noneMatch(instruction -> instruction.keyword().equals("RUN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure-proxy", "weather-mcp", "secure-proxy-jvm", "weather-mcp-jvm"})
    void the_program_itself_says_whether_it_is_healthy(String image) {
        List<String> check = dockerfile.last(image, "HEALTHCHECK").exec();
        List<String> start = dockerfile.last(image, "ENTRYPOINT").exec();
        assertThat(check).endsWith("health").startsWith(start.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secure-proxy", "weather-mcp", "secure-proxy-jvm", "weather-mcp-jvm"})
    void ports_and_labels_are_told(String image) {
        Set<String> ports = image.startsWith("secure-proxy")
                ? Set.of("" + Repository.httpPort(), "" + Repository.managementPort())
                : Set.of("" + Repository.weatherPort());
        assertThat(Set.copyOf(dockerfile.last(image, "EXPOSE").words())).isEqualTo(ports);
        Set<String> labels = Pattern.compile("org\\.opencontainers\\.image\\.([a-z.]+)=")
                .matcher(dockerfile.last(image, "LABEL").text())
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.toSet());
        assertThat(labels)
                .containsExactlyInAnyOrder(
                        "title",
                        "description",
                        "licenses",
                        "version",
                        "revision",
                        "created",
                        "source",
                        "base.name",
                        "base.digest");
        assertThat(dockerfile.environment(image))
                .containsEntry(image.startsWith("secure-proxy") ? "PROXY_HOST" : "WEATHER_HOST", "0.0.0.0");
    }

    @Test
    void the_pods_user_is_the_images() {
        for (String program : List.of("secure-proxy", "weather-mcp")) {
            String user = Rendered.pod(Rendered.of(Kustomize.LOCAL).one("Deployment", program))
                    .at("/securityContext/runAsUser")
                    .asText();
            assertThat(dockerfile.last(program, "USER").text()).startsWith(user + ":");
        }
    }

    @Test
    void maven_finds_the_pom_of_every_module_and_what_is_copied_is_sent_to_the_builder() {
        Set<String> copied = dockerfile.stages().values().stream()
                .flatMap(stage -> stage.instructions().stream())
                .filter(instruction -> instruction.keyword().equals("COPY"))
                .filter(instruction -> !instruction.text().startsWith("--from="))
                .map(instruction -> instruction.words().getFirst())
                .collect(Collectors.toSet());
        Set<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(Repository.text("pom.xml"))
                .results()
                .map(module -> module.group(1) + "/pom.xml")
                .collect(Collectors.toSet());
        assertThat(copied).containsAll(modules).contains("pom.xml");
        assertThat(copied)
                .allSatisfy(path ->
                        assertThat(Files.exists(Repository.path(path))).as(path).isTrue());
        Set<String> sent = Repository.text(Dockerfile.PATH + ".dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());
        assertThat(sent).isEqualTo(copied);
    }

    @Test
    void stages_that_are_copied_from_exist() {
        for (Dockerfile.Stage stage : dockerfile.stages().values()) {
            for (Dockerfile.Instruction instruction : stage.instructions()) {
                if (instruction.text().startsWith("--from=")) {
                    assertThat(dockerfile.stages())
                            .containsKey(instruction.words().getFirst().substring("--from=".length()));
                }
            }
        }
        assertThat(dockerfile.stages().keySet()).containsAll(IMAGES);
    }
}
