package dev.securemcp.proxy.policy.outbound;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.EventSinks.Event;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.policy.OutboundSettings;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogToEventhubTest {

    private final List<String> sinks = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Services services = Services.NONE.withEvents((sink, event) -> {
        sinks.add(sink);
        events.add(event);
    });

    private void run(String element) {
        policies()
                .outbound(OutboundSettings.of(1, Map.of(), Set.of("audit")))
                .load(Section.INBOUND, element)
                .inbound(TestExchange.call().services(services).build());
    }

    @Test
    void an_event_has_its_time_its_text_and_its_partition() {
        run(
                "<log-to-eventhub logger-id='audit'>\n  @( string.Join(\",\", context.Api.Id, context.Mcp.ToolName) )\n</log-to-eventhub>"
                        + "<log-to-eventhub logger-id='audit' partition-id='3'> text </log-to-eventhub>"
                        + "<log-to-eventhub logger-id='audit' partition-key='@(context.Api.Id)'>text</log-to-eventhub>");

        assertThat(sinks).containsExactly("audit", "audit", "audit");
        assertThat(events)
                .containsExactly(
                        new Event(TestExchange.NOW, null, null, "weather,get_alerts"),
                        new Event(TestExchange.NOW, "3", null, "text"),
                        new Event(TestExchange.NOW, null, "weather", "text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "😀"})
    void a_long_text_is_cut_between_characters(String character) {
        int size = character.getBytes(StandardCharsets.UTF_8).length;
        int fits = LogToEventhub.MAX_BYTES / size;

        assertThat(LogToEventhub.cut(character.repeat(fits))).isEqualTo(character.repeat(fits));
        assertThat(LogToEventhub.cut(character.repeat(fits + 1))).isEqualTo(character.repeat(fits));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<log-to-eventhub>x</log-to-eventhub> | 1:20: inbound/log-to-eventhub: `log-to-eventhub` needs the attribute `logger-id`",
                "<log-to-eventhub logger-id='other'>x</log-to-eventhub> | 1:48: inbound/log-to-eventhub: there is no event sink `other`; known are `audit`",
                "<log-to-eventhub logger-id='audit'/> | 1:20: inbound/log-to-eventhub: `log-to-eventhub` needs text inside it",
                "<log-to-eventhub logger-id='audit' partition-id='@(1)'>x</log-to-eventhub> | found an expression in `partition-id`",
                "<log-to-eventhub logger-id='audit' partition-id='1' partition-key='k'>x</log-to-eventhub> | found both `partition-id` and `partition-key`",
            })
    void faults_are_told_with_their_place(String element, String expected) {
        assertThat(policies()
                        .outbound(OutboundSettings.of(1, Map.of(), Set.of("audit")))
                        .faults(Section.INBOUND, element))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @Test
    void without_any_sink_the_remedy_is_to_declare_one() {
        assertThat(policies()
                        .outbound(OutboundSettings.of(1, Map.of(), Set.of()))
                        .faults(Section.INBOUND, "<log-to-eventhub logger-id='audit'>x</log-to-eventhub>"))
                .singleElement()
                .asString()
                .endsWith("declare it under `event-sinks` in gateway.yaml");
    }
}
