package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However it is written, it is kept as browsers write an origin. */
class PublicUrlTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com, https://mcp.example.com",
        "https://mcp.example.com/, https://mcp.example.com",
        "https://mcp.example.com:443, https://mcp.example.com",
        "https://MCP.Example.COM:443/, https://mcp.example.com",
        "https://mcp.example.com:0443, https://mcp.example.com",
        "https://mcp.example.com:, https://mcp.example.com",
        "https://mcp.example.com:80, https://mcp.example.com:80",
        "https://mcp.example.com:8443, https://mcp.example.com:8443",
        "http://localhost:80, http://localhost",
        "http://LocalHost:443/, http://localhost:443",
        "'https://[2001:DB8::1]:443', 'https://[2001:db8::1]'",
    })
    void it_is_kept_as_browsers_write_it(String written, String kept) {
        Configuration configuration =
                new Reading(directory).sound("public-url: \"" + written + "\"\n" + Reading.SMALLEST);

        assertThat(configuration.publicUrl()).contains(URI.create(kept));
    }
}
