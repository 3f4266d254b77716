package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    private static final String SOUND =
            """
            servers: { s: { backend: b } }
            backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
            products: { p: { servers: [s] } }
            """;

    private final Command command = new Command();

    @TempDir
    private Path directory;

    private Path sound;

    @BeforeEach
    void write() throws IOException {
        sound = Files.writeString(directory.resolve("sound.yaml"), SOUND);
    }

    @Test
    void a_sound_file_is_one_line_and_exit_0() {
        assertThat(command.run("check", sound)).isZero();
        assertThat(command.out())
                .isEqualToNormalizingNewlines(sound + ": ok (1 server, 1 backend, 1 product, 0 subscriptions)\n");
        assertThat(command.err()).isEmpty();
        assertThat(command.served).as("check serves nothing").isEmpty();
    }

    @Test
    void every_fault_is_a_line_in_the_order_of_the_file_and_the_exit_is_1() throws IOException {
        Path faulty = Files.writeString(
                directory.resolve("faulty.yaml"),
                SOUND.replace("backend: b", "backend: c") + "redis: {}\nstate-dri: x\n");

        assertThat(command.run("check", faulty)).isEqualTo(1);
        assertThat(command.out().lines())
                .containsExactly(
                        faulty + ":1:26: servers.s.backend: there is no `c` under `backends`; did you mean `b`?",
                        faulty + ":4:1: redis: the shared store needs one of `url`, `urls`",
                        faulty
                                + ":5:1: state-dri: unknown key `state-dri` in the configuration; did you mean `state-dir`?",
                        faulty + ": not usable (3 faults)");
    }

    @Test
    void all_files_are_checked_and_one_faulty_one_makes_the_exit_1() throws IOException {
        Path faulty = Files.writeString(directory.resolve("faulty.yaml"), "servers: {}\n");

        assertThat(command.run("check", faulty, sound, directory.resolve("none.yaml")))
                .isEqualTo(1);
        assertThat(command.out())
                .contains(sound + ": ok")
                .contains(directory.resolve("none.yaml") + ": the file does not exist");
    }

    @Test
    void policies_of_a_sound_configuration_are_compiled() throws IOException {
        Files.writeString(directory.resolve("p.xml"), "<fragment/>");
        Path file = Files.writeString(directory.resolve("g.yaml"), SOUND + "fragments: { bad: p.xml }\n");

        assertThat(command.run("check", file)).isEqualTo(1);
        assertThat(command.out()).contains(file + ":4:19: inbound/x: unknown element x; take it out");
    }

    @Test
    void a_warning_is_printed_and_the_exit_is_0() throws IOException {
        Files.writeString(directory.resolve("p.xml"), "<fragment/>");
        Path file = Files.writeString(directory.resolve("g.yaml"), SOUND + "fragments: { odd: p.xml }\n");

        assertThat(command.run("check", file)).isZero();
        assertThat(command.out().lines()).first().isEqualTo(file + ":4:19: warning: inbound/trace: does nothing here");
    }

    @Test
    void policy_documents_are_checked_alone() {
        assertThat(command.run("check", "--policy", "good.xml", "bad.xml")).isEqualTo(1);
        assertThat(command.out().lines())
                .containsExactly(
                        "good.xml: ok",
                        "bad.xml:3:7: inbound/x: unknown element x; take it out",
                        "bad.xml: not usable (1 fault)");
        assertThat(command.run("check", "--policy")).isEqualTo(2);
    }
}
