package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.launch.connect.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectCommandTest {

    private static final String GATEWAY =
            """
            servers:
              weather-tools: { backend: weather, path: tools/weather }
              open: { backend: weather, subscription-required: false }
              own: { backend: weather, subscription-key: { header: X-Own-Key } }
            backends: { weather: { instances: [{ url: "http://localhost:8081/mcp" }] } }
            """;

    @TempDir
    private Path directory;

    private final Command command = new Command();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("gateway.yaml"), GATEWAY);
    }

    private String snippet(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "connect";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "-c";
        all[args.length + 2] = file;
        assertThat(command.run(all)).as(command.err()).isZero();
        return command.out();
    }

    @ParameterizedTest
    @EnumSource
    void every_client_is_told_the_url_and_the_keys_header_and_no_key(Client client) {
        assertThat(snippet("weather-tools", "--client", client.word()))
                .contains("http://localhost:8080/tools/weather/mcp", "Ocp-Apim-Subscription-Key")
                .endsWith("\n");
        assertThat(command.err()).startsWith("For " + client.title() + ": " + client.place());
    }

    @ParameterizedTest
    @EnumSource
    void a_server_without_keys_asks_for_none(Client client) {
        assertThat(snippet("open", "--client", client.word())).doesNotContainIgnoringCase("key");
        assertThat(command.err()).doesNotContain("subscription");
    }

    @ParameterizedTest
    @EnumSource
    void the_header_is_the_servers_own(Client client) {
        assertThat(snippet("own", "--client", client.word()))
                .contains("X-Own-Key")
                .doesNotContain("Ocp-Apim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    vscode         | /servers/weather-tools/url                | /servers/weather-tools/headers/Ocp-Apim-Subscription-Key    | ${input:weather-tools-key}
                    cursor         | /mcpServers/weather-tools/url             | /mcpServers/weather-tools/headers/Ocp-Apim-Subscription-Key | ${env:WEATHER_TOOLS_KEY}
                    windsurf       | /mcpServers/weather-tools/serverUrl       | /mcpServers/weather-tools/headers/Ocp-Apim-Subscription-Key | ${env:WEATHER_TOOLS_KEY}
                    gemini         | /mcpServers/weather-tools/httpUrl         | /mcpServers/weather-tools/headers/Ocp-Apim-Subscription-Key | ${WEATHER_TOOLS_KEY}
                    copilot        | /mcpServers/weather-tools/url             | /mcpServers/weather-tools/headers/Ocp-Apim-Subscription-Key | ${WEATHER_TOOLS_KEY}
                    claude-desktop | /mcpServers/weather-tools/args/2          | /mcpServers/weather-tools/args/6                            | Ocp-Apim-Subscription-Key:${WEATHER_TOOLS_KEY}
                    """)
    void files_of_clients_are_json_that_reads_the_key_from_where_that_client_keeps_secrets(
            String client, String url, String header, String value) throws IOException {
        JsonNode json = new ObjectMapper().readTree(snippet("weather-tools", "--client", client));

        assertThat(json.at(url).asText()).isEqualTo("http://localhost:8080/tools/weather/mcp");
        assertThat(json.at(header).asText()).isEqualTo(value);
    }

    @Test
    void the_address_is_the_public_url_or_the_one_that_is_asked_for() throws IOException {
        Files.writeString(file, "public-url: https://mcp.example.com\n" + GATEWAY);

        assertThat(snippet("weather-tools")).contains("\"https://mcp.example.com/tools/weather/mcp\"");
        assertThat(snippet("weather-tools", "--url", "https://other.example.com:8443/"))
                .contains("\"https://other.example.com:8443/tools/weather/mcp\"");
    }

    @Test
    void on_this_machine_the_port_is_the_gateways() {
        command.environment.put("PROXY_PORT", "18080");

        assertThat(snippet("weather-tools")).contains("\"http://localhost:18080/tools/weather/mcp\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "weather-tools --client emacs", "weather-tools --url mcp.example.com", ""})
    void what_does_not_exist_is_wrong_usage_and_says_what_does(String line) {
        assertThat(command.run(
                        (Object[]) ("connect " + line + " -c " + file).trim().split(" +")))
                .isEqualTo(2);
        assertThat(command.err()).startsWith("secure-proxy: ").contains("--help`.");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void a_faulty_configuration_says_its_faults() throws IOException {
        Files.writeString(file, "servers: {}\n");

        assertThat(command.run("connect", "weather-tools", "-c", file)).isEqualTo(1);
        assertThat(command.err()).contains("servers");
    }

    @ParameterizedTest
    @CsvSource({"weather-tools, WEATHER_TOOLS_KEY", "a.b_c, A_B_C_KEY", "3d, _3D_KEY"})
    void the_variable_is_a_name_that_shells_take(String server, String variable) {
        assertThat(new dev.securemcp.proxy.launch.connect.Connection(server, "http://x/mcp", "K").variable())
                .isEqualTo(variable);
    }
}
