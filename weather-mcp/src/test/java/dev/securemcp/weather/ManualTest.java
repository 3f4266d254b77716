package dev.securemcp.weather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.forecast.PlaceCatalog;
import dev.securemcp.weather.forecast.UsState;
import io.quarkiverse.mcp.server.PromptManager;
import io.quarkiverse.mcp.server.ResourceTemplateManager;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.ConfigMappingInterface;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manual page says what the program does. */
@QuarkusTest
@TestProfile(SampleProfile.class)
class ManualTest {

    @Inject
    ToolManager tools;

    @Inject
    PromptManager prompts;

    @Inject
    ResourceTemplateManager templates;

    @Inject
    PlaceCatalog places;

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("../src/docs/weather-mcp.md"));
    }

    @Test
    void everyToolPromptAndTemplateStandsInTheManualWithItsArguments() {
        for (ToolManager.ToolInfo tool : tools) {
            assertThat(row(tool.name()))
                    .contains(tool.arguments().stream()
                            .map(argument -> "`" + argument.name() + "`")
                            .toArray(String[]::new));
        }
        for (PromptManager.PromptInfo prompt : prompts) {
            assertThat(row(prompt.name()))
                    .contains(prompt.arguments().stream()
                            .map(argument -> "`" + argument.name() + "`")
                            .toArray(String[]::new));
        }
        for (ResourceTemplateManager.ResourceTemplateInfo template : templates) {
            assertThat(row(template.uriTemplate())).isNotBlank();
        }
    }

    @Test
    void everySettingStandsInTheManualWithItsDefault() {
        Map<String, ConfigMappingInterface.Property> settings =
                ConfigMappings.getProperties(ConfigClass.configClass(Settings.class)).entrySet().stream()
                        .filter(setting -> setting.getValue().isLeaf()
                                || setting.getValue().isOptional())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(settings).hasSizeGreaterThan(15).containsKey("weather.api-key");
        settings.forEach((name, setting) -> assertThat(row(name))
                .contains(setting.hasDefaultValue() ? "| `" + setting.getDefaultValue() + "` |" : "|"));
    }

    @Test
    void theNumbersAreRight() {
        assertThat(page).contains("normals of " + places.places().size() + " places");
        assertThat(page).contains("the " + UsState.values().length + " states and territories");
    }

    private String row(String name) {
        return page.lines()
                .filter(line -> line.startsWith("| `" + name + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing from the manual"));
    }
}
