package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.EventSinks.Event;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.OutboundSettings;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code log-to-eventhub} (APIM: "Log to event hub"): hands a text to a configured sink and goes on at once. What is longer than
 * {@value #MAX_BYTES} bytes of UTF-8 is cut there.
 *
 * @param sink the name under {@code event-sinks}
 * @param partitionId a partition's number; null for none
 * @param partitionKey what partitions are chosen by; null for nothing
 * @param body the text
 */
public record LogToEventhub(String sink, String partitionId, Value partitionKey, Value body) implements Policy {

    /** 200 KB, as an event hub takes them. */
    public static final int MAX_BYTES = 200 * 1024;

    /** Compiles the element. */
    public static LogToEventhub compile(AttributeReader reader, PolicyBuild build) {
        PolicyText sink = reader.requiredLiteral("logger-id");
        OutboundSettings settings = build.settings().outbound();
        if (!sink.open() && !settings.hasEventSink(sink.text())) {
            reader.error(
                    sink.position(),
                    "there is no event sink `" + sink.masked() + "`",
                    settings.eventSinks().isEmpty()
                            ? "declare it under `event-sinks` in gateway.yaml"
                            : "known are `" + String.join("`, `", settings.eventSinks()) + "`");
        }
        Optional<PolicyText> id = reader.optionalLiteral("partition-id");
        Optional<PolicyText> key = reader.optional("partition-key");
        if (id.isPresent() && key.isPresent()) {
            reader.error(
                    key.get().position(), "found both `partition-id` and `partition-key`, expected one of them", "");
        }
        return new LogToEventhub(
                sink.text(),
                id.map(PolicyText::text).orElse(null),
                key.map(text -> build.value(reader, text)).orElse(null),
                build.value(reader, reader.requiredText()));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        exchange.services()
                .events()
                .write(
                        sink,
                        new Event(
                                exchange.now(),
                                partitionId,
                                partitionKey == null ? null : exchange.masked(partitionKey.text(exchange)),
                                cut(exchange.masked(body.text(exchange)))));
        return Verdict.NEXT;
    }

    /** The longest beginning that has at most {@value #MAX_BYTES} bytes of UTF-8 and breaks no character. */
    static String cut(String text) {
        if (text.length() <= MAX_BYTES / 3) {
            return text;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > MAX_BYTES) {
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }
}
