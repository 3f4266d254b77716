package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each command says what its exit tells, and the manual says the same in one table. */
class ExitCodesTest {

    private static final Path PAGE = Path.of("../src/docs/running.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `secure-proxy ([a-z ]+)` \\| ([0-9].*) \\|$");
    private static final String SAYS = "Exit codes: ";

    private final Command command = new Command();

    @Test
    void the_manual_has_the_exit_codes_that_each_command_tells_in_its_help() throws IOException {
        Map<String, String> manual = ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        Map<String, String> told = told();

        assertThat(told).hasSizeGreaterThan(10);
        assertThat(manual).isEqualTo(told);
    }

    @Test
    void every_command_ends_with_2_where_it_is_not_understood() {
        told().forEach((name, codes) -> {
            assertThat(codes).as(name).contains("2 wrong usage");
            assertThat(command.run((Object[]) (name + " --no-such-option").split(" ")))
                    .as(name)
                    .isEqualTo(ExitCodes.USAGE);
        });
    }

    @Test
    void every_help_fits_a_terminal_and_ends_in_a_sentence() {
        for (String name : told().keySet()) {
            command.run((Object[]) (name + " --help").split(" "));

            assertThat(command.out().lines()).as(name).allMatch(line -> line.length() <= 80);
            assertThat(command.out().strip()).as(name).endsWith(".");
        }
    }

    @Test
    void the_manual_page_tells_them_too() {
        command.run("man");

        assertThat(command.out().replace("\\-", "-")).contains(told().values());
    }

    /** Exit codes by command, for those that do something themselves. */
    private static Map<String, String> told() {
        Map<String, String> told = new TreeMap<>();
        collect("", Main.commandLine(Surroundings.ofProcess()), told);
        return told;
    }

    private static void collect(String name, CommandLine command, Map<String, String> told) {
        if (command.getSubcommands().isEmpty()) {
            String footer = Arrays.stream(
                            command.getCommandSpec().usageMessage().footer())
                    .filter(line -> line.startsWith(SAYS))
                    .findFirst()
                    .orElse(SAYS + "(nothing).");
            told.put(name, footer.substring(SAYS.length(), footer.length() - 1));
        }
        command.getSubcommands().forEach((inner, line) -> collect((name + " " + inner).strip(), line, told));
    }
}
