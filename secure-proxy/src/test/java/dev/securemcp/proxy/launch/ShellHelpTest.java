package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion and the manual page, which are printed from the same model as the help. */
class ShellHelpTest {

    private static final String COMMANDS = "serve check explain convert key connect health completion man";

    @TempDir
    private Path directory;

    private final Command command = new Command();

    @Test
    void the_completion_script_completes_every_command_in_bash() throws Exception {
        assertThat(command.run("completion")).isZero();
        Path script = Files.writeString(directory.resolve("completion"), command.out());

        String completed = bash("source " + script
                + "; COMP_WORDS=(secure-proxy ''); COMP_CWORD=1; _complete_secure-proxy; echo ${COMPREPLY[@]}");

        assertThat(completed.split("\\s+")).contains(COMMANDS.split(" "));
    }

    @Test
    void the_manual_page_holds_every_command_and_option() {
        assertThat(command.run("man")).isZero();

        assertThat(command.out()).startsWith(".TH SECURE-PROXY 1 ");
        for (String name : COMMANDS.split(" ")) {
            assertThat(command.out()).contains(".SS \"secure\\-proxy " + name);
        }
        assertThat(command.out())
                .contains(
                        ".SS \"secure\\-proxy key new\"", "\\-\\-config=FILE", "\\-\\-policy", "\\-\\-timeout=SECONDS")
                .contains("Exit codes: 0 well");
    }

    @Test
    void no_line_of_text_is_taken_for_a_request_of_the_formatter() {
        command.run("man");

        assertThat(command.out().lines()).allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|PP|br)( .*)?|[^.'].*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect --help", "completion --help", "man --help"})
    void each_has_a_help(String line) {
        assertThat(command.run((Object[]) line.split(" "))).isZero();
        assertThat(command.out()).startsWith("Usage: secure-proxy").doesNotContain("null", "${DEFAULT");
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes());
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
        return said;
    }
}
