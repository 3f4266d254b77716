package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that people start with loads, also with what it proposes in comments. */
class QuickstartTest {

    private static final Path QUICKSTART = Path.of("../src/quickstart");
    private static final String WELL = "\\S+ warning: inbound/check-header: without a `<value>` .*\\n\\S+: ok .*\\n";

    @TempDir
    private Path directory;

    private Path configuration;
    private Path policy;

    @BeforeEach
    void copy() throws IOException {
        configuration = directory.resolve("src/quickstart/gateway.yaml");
        policy = directory.resolve("src/quickstart/policies/weather-tools.xml");
        Files.createDirectories(policy.getParent());
        Files.copy(QUICKSTART.resolve("gateway.yaml"), configuration);
        Files.copy(QUICKSTART.resolve("policies/weather-tools.xml"), policy);
        Path keys = Files.createDirectories(directory.resolve(".local"));
        Files.writeString(keys.resolve("demo-key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(keys.resolve("weather-api-key"), "fedcba9876543210fedcba9876543210");
    }

    @Test
    void it_loads_and_warns_only_of_the_check_that_is_no_check_of_keys() {
        assertThat(check()).matches(WELL);
    }

    @Test
    void what_it_proposes_loads_too() throws IOException {
        String yaml = Files.readString(configuration);
        String uncommented = yaml.replaceAll("(?m)^    # ( *[a-z_-]+: )", "    $1");
        assertThat(uncommented).contains("\n    tools: ", "\n    authorization: ", "\n      scopes: ");
        Files.writeString(configuration, uncommented);
        String xml = Files.readString(policy);
        String limited = xml.replaceAll("<!-- (?:(?!-->)[^<])*(<rate-limit[^>]*>)\\s*-->", "$1");
        assertThat(limited).isNotEqualTo(xml);
        Files.writeString(policy, limited);

        assertThat(check()).matches(WELL);
        assertThat(explain()).contains("<rate-limit calls=\"300\"");
    }

    private String check() {
        return run("check", configuration.toString());
    }

    private String explain() {
        return run("explain", "weather-tools", "--product", "starter", "--config", configuration.toString());
    }

    private static String run(String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        Main.run(
                new Surroundings(
                        InputStream.nullInputStream(),
                        out,
                        out,
                        name -> Optional.empty(),
                        Clock.systemUTC(),
                        (configuration, leniency) -> 0,
                        new Policies()),
                arguments);
        out.flush();
        return printed.toString();
    }
}
