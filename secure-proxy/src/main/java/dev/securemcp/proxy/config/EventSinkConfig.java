package dev.securemcp.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where {@code log-to-eventhub} writes: the name under {@code event-sinks} is the policy's {@code logger-id}. */
public sealed interface EventSinkConfig {

    /** Its key under {@code event-sinks}. */
    String name();

    /**
     * A file to which each event is added as one line of JSON.
     *
     * @param file resolved against the directory; its directory exists
     */
    record FileSink(String name, Path file, Position position) implements EventSinkConfig {}

    /**
     * A server that events are posted to, several at a time.
     *
     * @param url http or https, without credentials
     * @param headers fields that each post carries, by name; named values are already replaced
     */
    record HttpSink(String name, URI url, Map<String, Secret> headers, Position position) implements EventSinkConfig {

        public HttpSink {
            headers = Copies.of(headers);
        }
    }
}
