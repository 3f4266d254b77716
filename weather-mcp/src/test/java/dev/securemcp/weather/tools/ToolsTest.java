package dev.securemcp.weather.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.securemcp.weather.SampleProfile;
import dev.securemcp.weather.TestClock;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpStreamableTestClient;
import io.quarkiverse.mcp.server.test.McpAssured.ToolInfo;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tool with good and with bad arguments, as a client sees it. */
@QuarkusTest
@TestProfile(SampleProfile.class)
class ToolsTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Inject
    TestClock clock;

    private McpStreamableTestClient client;

    @BeforeEach
    void connect() {
        clock.reset();
        client = McpAssured.newConnectedStreamableClient();
    }

    @AfterEach
    void disconnect() {
        client.disconnect();
    }

    private ToolResponse call(String tool, Map<String, Object> arguments) {
        List<ToolResponse> answers = new ArrayList<>();
        client.when().toolsCall(tool, arguments, answers::add).thenAssertResults();
        return answers.getFirst();
    }

    private Map<String, ToolInfo> tools() {
        Map<String, ToolInfo> tools = new HashMap<>();
        client.when()
                .toolsList(page -> page.tools().forEach(t -> tools.put(t.name(), t)))
                .thenAssertResults();
        return tools;
    }

    private static JsonObject structured(ToolResponse response) {
        return (JsonObject) response.structuredContent();
    }

    private static String text(ToolResponse response) {
        return response.firstContent().asText().text();
    }

    @Test
    void theToolsAreListedWithHonestAnnotations() {
        assertThat(tools().keySet())
                .containsExactlyInAnyOrder(
                        "get_alerts",
                        "get_forecast",
                        "get_hourly_forecast",
                        "get_current_weather",
                        "search_location",
                        "compare_weather");
        assertThat(tools().values()).allSatisfy(tool -> {
            assertThat(tool.title()).isNotBlank();
            assertThat(tool.description()).isNotBlank();
            assertThat(tool.inputSchema().getString("type")).isEqualTo("object");
            assertThat(tool.outputSchema().getString("type")).isEqualTo("object");
            var annotations = tool.annotations().orElseThrow();
            assertThat(annotations.readOnlyHint()).isTrue();
            assertThat(annotations.destructiveHint()).isFalse();
            assertThat(annotations.idempotentHint()).isTrue();
            assertThat(annotations.openWorldHint()).isTrue();
        });
    }

    @Test
    void theBoundsStandInTheSchemas() {
        JsonObject forecast = tools().get("get_forecast").inputSchema();
        assertThat(forecast.getJsonArray("required")).containsExactlyInAnyOrder("latitude", "longitude");
        JsonObject properties = forecast.getJsonObject("properties");
        assertThat(properties.getJsonObject("latitude").getDouble("minimum")).isEqualTo(-90);
        assertThat(properties.getJsonObject("longitude").getDouble("maximum")).isEqualTo(180);
        assertThat(properties.getJsonObject("days").getInteger("maximum")).isEqualTo(14);
        assertThat(properties.getJsonObject("units").getJsonArray("enum")).containsExactly("metric", "imperial");
    }

    static Stream<Arguments> good() {
        Map<String, Object> seattle = Map.of("latitude", 47.6, "longitude", -122.3);
        return Stream.of(
                Arguments.of("get_alerts", Map.of("state", "CA"), "California"),
                Arguments.of("get_alerts", Map.of("state", "ny"), "New York"),
                Arguments.of("get_forecast", seattle, "Forecast for Seattle, Washington, United States"),
                Arguments.of(
                        "get_forecast",
                        Map.of("latitude", "47.6", "longitude", "-122.3", "days", 14, "units", "imperial"),
                        "°F"),
                Arguments.of("get_hourly_forecast", seattle, "Mon 1 Jun 11:00"),
                Arguments.of(
                        "get_hourly_forecast", Map.of("latitude", -33.9, "longitude", 18.4, "hours", 72), "Cape Town"),
                Arguments.of("get_current_weather", seattle, "Weather at Seattle"),
                Arguments.of("get_current_weather", Map.of("latitude", 90, "longitude", 180), "Reykjavik"),
                Arguments.of("search_location", Map.of("query", "tokyo"), "Tokyo, Japan: latitude 35.6762"),
                Arguments.of("search_location", Map.of("query", "Atlantis"), "No place is called 'Atlantis'"),
                Arguments.of("compare_weather", Map.of("locations", List.of("Oslo", "1,2")), "Oslo, Norway: "),
                Arguments.of("compare_weather", Map.of("locations", List.of("Oslo", "Atlantis")), "check the spelling"),
                Arguments.of("compare_weather", Map.of("locations", List.of("Oslo"), "units", "imperial"), "°F"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("good")
    void goodArgumentsHaveAnAnswerThatFitsTheSchemaAndCanBeRead(
            String tool, Map<String, Object> arguments, String words) {
        ToolResponse response = call(tool, arguments);
        assertThat(response.isError()).as(text(response)).isFalse();
        assertThat(text(response)).contains(words).contains("Source: ");
        String schema = tools().get(tool).outputSchema().encode();
        assertThat(SCHEMAS.getSchema(schema).validate(structured(response).encode(), InputFormat.JSON))
                .isEmpty();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("get_alerts", Map.of(), "state is missing: give the two-letter code"),
                Arguments.of("get_alerts", Map.of("state", "XX"), "state 'XX' is not known: give a two-letter"),
                Arguments.of("get_alerts", Map.of("state", 7), "state is '7': give"),
                Arguments.of("get_forecast", Map.of("latitude", 47.6), "longitude is missing: give decimal degrees"),
                Arguments.of("get_forecast", Map.of("latitude", 91, "longitude", 0), "latitude is 91.0: give"),
                Arguments.of("get_forecast", Map.of("latitude", "north", "longitude", 0), "latitude is 'north': give"),
                Arguments.of("get_forecast", Map.of("latitude", "NaN", "longitude", 0), "latitude is 'NaN': give"),
                Arguments.of(
                        "get_forecast",
                        Map.of("latitude", 1, "longitude", 1, "days", 15),
                        "days is '15': give a whole number from 1 to 14"),
                Arguments.of(
                        "get_forecast",
                        Map.of("latitude", 1, "longitude", 1, "days", 1.5),
                        "days is '1.5': give a whole"),
                Arguments.of(
                        "get_forecast",
                        Map.of("latitude", 1, "longitude", 1, "units", "kelvin"),
                        "units 'kelvin' is not known: give metric or imperial"),
                Arguments.of(
                        "get_hourly_forecast",
                        Map.of("latitude", 1, "longitude", 1, "hours", 0),
                        "hours is '0': give a whole number from 1 to 72"),
                Arguments.of(
                        "get_current_weather", Map.of("latitude", 1, "longitude", -181), "longitude is -181.0: give"),
                Arguments.of("search_location", Map.of("query", "  "), "query is '  ': give the name of a place"),
                Arguments.of("search_location", Map.of("query", "x".repeat(101)), "at most 100 characters"),
                Arguments.of("compare_weather", Map.of(), "locations has 0 entries: give a list of 1 to 10 places"),
                Arguments.of(
                        "compare_weather",
                        Map.of("locations", java.util.Collections.nCopies(11, "Oslo")),
                        "locations has 11 entries"),
                Arguments.of(
                        "compare_weather",
                        Map.of("locations", List.of("Oslo", Map.of())),
                        "locations[1] is '{}': give"),
                Arguments.of(
                        "compare_weather",
                        Map.of("locations", List.of("Atlantis")),
                        "No place has an answer.\nAtlantis:"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("bad")
    void badArgumentsAreToolErrorsThatSayWhatToDo(String tool, Map<String, Object> arguments, String message) {
        ToolResponse response = call(tool, arguments);
        assertThat(response.isError()).isTrue();
        assertThat(text(response)).contains(message).doesNotContain("Exception");
        assertThat(response.structuredContent()).isNull();
    }

    @Test
    void anArgumentThatIsNullCountsAsAbsent() {
        Map<String, Object> arguments = new HashMap<>(Map.of("latitude", 1, "longitude", 1));
        arguments.put("days", null);
        arguments.put("units", null);
        assertThat(structured(call("get_forecast", arguments)).getJsonArray("days"))
                .hasSize(5);
    }

    @Test
    void theSampleSaysInTextAndInAFieldThatItIsNoForecast() {
        Map<String, Object> seattle = Map.of("latitude", 47.6, "longitude", -122.3);
        for (String tool : List.of("get_forecast", "get_hourly_forecast", "get_current_weather")) {
            ToolResponse response = call(tool, seattle);
            assertThat(text(response))
                    .contains("sample climatology, not a forecast")
                    .contains("Seattle");
            JsonObject source = structured(response).getJsonObject("source");
            assertThat(source.getBoolean("sample")).isTrue();
            assertThat(source.getString("place")).isEqualTo("Seattle, Washington, United States");
        }
        ToolResponse alerts = call("get_alerts", Map.of("state", "CA"));
        assertThat(text(alerts)).contains("sample alerts, not real ones");
        assertThat(structured(alerts).getJsonObject("source").getBoolean("sample"))
                .isTrue();
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        Map<String, Object> oslo = Map.of("latitude", 59.9, "longitude", 10.7, "days", 14);
        assertThat(call("get_forecast", oslo).structuredContent())
                .isEqualTo(call("get_forecast", oslo).structuredContent());
    }

    @Test
    void timesAreWrittenAsRfc3339Wants() {
        JsonObject hours = structured(call("get_hourly_forecast", Map.of("latitude", 47.6, "longitude", -122.3)));
        assertThat(hours.getJsonArray("hours").getJsonObject(0).getString("time"))
                .isEqualTo("2026-06-01T11:00:00-07:00");
    }

    @Test
    void bothSystemsOfUnitsTellTheSame() {
        JsonObject metric = structured(call("get_current_weather", Map.of("latitude", 25.8, "longitude", -80.2)));
        JsonObject imperial = structured(
                call("get_current_weather", Map.of("latitude", 25.8, "longitude", -80.2, "units", "imperial")));
        double celsius = metric.getJsonObject("conditions").getDouble("temperature");
        double fahrenheit = imperial.getJsonObject("conditions").getDouble("temperature");
        assertThat(fahrenheit).isCloseTo(celsius * 9 / 5 + 32, org.assertj.core.data.Offset.offset(0.15));
        assertThat(imperial.getJsonObject("units").getString("temperature")).isEqualTo("°F");
    }

    @Test
    void aComparisonKeepsTheOrderAskedForAndTellsWhatIsMissing() {
        JsonArray locations = structured(call(
                        "compare_weather", Map.of("locations", List.of("Tokyo", "Atlantis", "Seattle", "-33.9,18.4"))))
                .getJsonArray("locations");
        assertThat(locations.stream().map(l -> ((JsonObject) l).getString("location")))
                .containsExactly("Tokyo", "Atlantis", "Seattle", "-33.9,18.4");
        assertThat(locations.getJsonObject(1).getString("error")).contains("check the spelling");
        assertThat(locations.getJsonObject(3).getJsonObject("source").getString("place"))
                .startsWith("Cape Town");
    }

    @Test
    void anUnknownToolIsAProtocolError() {
        client.when()
                .toolsCall("no_such_tool")
                .withErrorAssert(error -> assertThat(error.code()).isEqualTo(-32602))
                .send()
                .thenAssertResults();
    }
}
