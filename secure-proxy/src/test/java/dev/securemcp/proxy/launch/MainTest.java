package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.identity.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final Command command = new Command();

    @Test
    void without_a_command_it_serves_the_file_in_the_working_directory() {
        assertThat(command.run()).isZero();
        assertThat(command.served).containsExactly(Path.of("gateway.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--config other.yaml", "-c other.yaml", "serve --config other.yaml", "serve --config=other.yaml"
            })
    void a_configuration_can_be_named(String line) {
        assertThat(command.run((Object[]) line.split(" "))).isZero();
        assertThat(command.served).containsExactly(Path.of("other.yaml"));
    }

    @Test
    void the_exit_code_of_serving_is_that_of_the_process() {
        command.serveResult = 1;
        assertThat(command.run("serve")).isEqualTo(1);
    }

    @Test
    void an_unforeseen_failure_is_one_line_without_a_stack_trace() {
        command.serveFailure = new IllegalStateException("the port 8080 is in use\nand more");
        assertThat(command.run("serve")).isEqualTo(1);
        assertThat(command.err()).isEqualToNormalizingNewlines("secure-proxy: the port 8080 is in use\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chek", "--cnofig x", "serve x y", "key", "key make", "health --timeout 0", "health --timeout x"
            })
    void what_is_not_understood_is_exit_2_with_a_pointer_to_the_help(String line) {
        assertThat(command.run((Object[]) line.split(" "))).isEqualTo(2);
        assertThat(command.err())
                .startsWith("secure-proxy: ")
                .contains("--help`.")
                .doesNotContain("Exception");
        assertThat(command.err().lines()).hasSizeLessThanOrEqualTo(4);
        assertThat(command.served).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "check --help",
                "key --help",
                "key new --help",
                "key hash --help",
                "health --help",
                "check -h"
            })
    void every_command_has_a_help(String line) {
        assertThat(command.run((Object[]) line.split(" "))).isZero();
        assertThat(command.out()).startsWith("Usage: secure-proxy").doesNotContain("null", "${");
    }

    @Test
    void the_version_is_the_one_that_is_built() throws IOException {
        assertThat(command.run("--version")).isZero();
        assertThat(command.out().strip()).isEqualTo("secure-proxy " + Version.TEXT);
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + Version.TEXT + "</version>");
    }

    @Test
    void a_new_key_is_shown_once_with_the_line_for_the_configuration() {
        assertThat(command.run("key", "new")).isZero();
        String[] lines = command.out().split("\\R", -1);

        assertThat(Keys.looksLikeKey(lines[0])).isTrue();
        assertThat(lines[1]).isEqualTo("sha256: " + Sha256.of(lines[0]).hex());
    }

    @Test
    void a_new_key_can_be_had_alone() {
        assertThat(command.run("key", "new", "--only-key")).isZero();
        assertThat(Keys.looksLikeKey(command.out().strip())).isTrue();
    }

    @Test
    void a_key_is_hashed_from_standard_input() {
        command.input = "a-key-of-another-gateway\n";
        assertThat(command.run("key", "hash")).isZero();
        assertThat(command.out().strip())
                .isEqualTo("sha256: " + Sha256.of("a-key-of-another-gateway").hex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "two lines of\ntext in the input",
                "smcp_0000000000000000000000000000000000000000000mistyped"
            })
    void what_is_no_key_is_not_hashed_and_not_shown(String input) {
        command.input = input;
        assertThat(command.run("key", "hash")).isEqualTo(1);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).startsWith("secure-proxy: ");
        if (!input.isEmpty()) {
            assertThat(command.err()).doesNotContain(input);
        }
    }

    @Test
    void a_key_is_never_taken_as_an_argument() {
        assertThat(command.run("key", "hash", "a-key-of-another-gateway")).isEqualTo(2);
    }
}
