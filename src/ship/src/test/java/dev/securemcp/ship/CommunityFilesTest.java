package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people and robots read first: licence, forms, rules, the configuration of dependency updates. */
class CommunityFilesTest {

    private static final List<String> PAGES = List.of(
            ".github/CONTRIBUTING.md",
            ".github/SECURITY.md",
            ".github/CODE_OF_CONDUCT.md",
            ".github/pull_request_template.md",
            "CHANGELOG.md",
            "README.md");

    @Test
    void the_licence_is_apache_2_0_to_the_letter() throws Exception {
        // The SHA-256 of https://www.apache.org/licenses/LICENSE-2.0.txt.
        assertThat(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(Files.readAllBytes(Repository.path("LICENSE")))))
                .isEqualTo("cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30");
    }

    @Test
    void links_between_pages_lead_somewhere() {
        Pattern link = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
        for (String page : PAGES) {
            Matcher links = link.matcher(Repository.text(page));
            while (links.find()) {
                if (!links.group(1).contains("://")) {
                    Path target =
                            Repository.path(page).resolveSibling(links.group(1)).normalize();
                    assertThat(Files.exists(target))
                            .as(page + ": " + links.group(1))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void the_manual_names_the_keys_that_callers_on_this_machine_need() {
        String encoded = Rendered.of(Kustomize.LOCAL)
                .generated("Secret", "secure-proxy-keys")
                .at("/data/demo-key")
                .asText();
        String key = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        assertThat(Repository.text("src/docs/kubernetes.md")).contains("Ocp-Apim-Subscription-Key: " + key + "\"");
        assertThat(Repository.text("src/compose/compose.yaml")).contains("${DEMO_KEY:-" + key + "}");
        assertThat(Repository.text("src/docs/images.md")).contains("`" + key + "`");
    }

    @Test
    void a_newcomer_types_five_commands_at_most() {
        String page = Repository.text("src/docs/kubernetes.md");
        String first = page.substring(page.indexOf("```sh\n") + 6, page.indexOf("\n```\n"));
        assertThat(first.lines()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void forms_for_issues_have_what_github_asks_of_them() {
        for (Path file : Repository.files(Repository.path(".github/ISSUE_TEMPLATE"))) {
            JsonNode form = Repository.yaml(Repository.text(file)).getFirst();
            if (file.endsWith("config.yml")) {
                assertThat(form.at("/blank_issues_enabled").isBoolean()).isTrue();
                continue;
            }
            assertThat(form.at("/name").asText()).isNotBlank();
            assertThat(form.at("/description").asText()).isNotBlank();
            Set<String> ids = new TreeSet<>();
            for (JsonNode field : form.at("/body")) {
                assertThat(field.at("/type").asText()).isIn("markdown", "textarea", "input", "dropdown", "checkboxes");
                if (!field.at("/type").asText().equals("markdown")) {
                    assertThat(ids.add(field.at("/id").asText())).as("twice").isTrue();
                    assertThat(field.at("/attributes/label").asText()).isNotBlank();
                }
            }
            assertThat(ids).isNotEmpty();
        }
    }

    @Test
    void updates_of_dependencies_are_asked_for_once_a_week_and_pins_are_kept() {
        JsonNode renovate = Repository.json(Repository.text(".github/renovate.json"));
        assertThat(renovate.at("/extends")).extracting(JsonNode::asText).contains("helpers:pinGitHubActionDigests");
        assertThat(renovate.at("/schedule/0").asText()).isNotBlank();
        assertThat(renovate.at("/kubernetes/managerFilePatterns/0").asText()).contains("kubernetes");
        // The version of Quarkus decides that of much else: it goes together.
        assertThat(renovate.at("/packageRules").toString()).contains("quarkus");
    }

    @Test
    void the_change_log_begins_with_what_is_not_released() {
        assertThat(Repository.text("CHANGELOG.md")
                        .lines()
                        .filter(line -> line.startsWith("## "))
                        .findFirst())
                .hasValueSatisfying(heading -> assertThat(heading).matches("## (Unreleased|\\d+\\.\\d+\\.\\d+.*)"));
    }
}
