package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.RouteTable.Kind;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private final RouteTable<String> table = RouteTable.of(List.of("weather", "team/a"), Function.identity());

    @ParameterizedTest
    @CsvSource({
        "/weather/mcp, weather, STREAMABLE, ''",
        "/weather, weather, STREAMABLE, ''",
        "/weather/sse, weather, SSE, ''",
        "/weather/messages/abc, weather, MESSAGES, abc",
        "/team/a/mcp, team/a, STREAMABLE, ''",
        "/team/a/messages/x-_1, team/a, MESSAGES, x-_1",
    })
    void findsEveryEndpointOfAServer(String path, String server, Kind kind, String rest) {
        assertThat(table.find(path)).isEqualTo(new RouteTable.Route<>(server, kind, rest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/weather/",
                "/weather/mcp/",
                "/Weather/mcp",
                "/weather/other",
                "/weather/messages",
                "/team/mcp",
                "/%77eather/mcp",
                "/weather/../weather/mcp",
                "//weather/mcp",
                "/messages/x",
                "/.well-known/oauth-protected-resource/weather/mcp"
            })
    void knowsNothingElse(String path) {
        assertThat(table.find(path)).isNull();
    }

    @Test
    void anIdWithASlashIsNoIdOfOurs() {
        assertThat(table.find("/weather/messages/a/messages/b")).isNull();
    }
}
