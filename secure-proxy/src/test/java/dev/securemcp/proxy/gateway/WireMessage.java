package dev.securemcp.proxy.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An HTTP/1.1 message as it stood on the wire.
 *
 * @param head start line and fields
 * @param body its bytes without chunk framing, as far as they came
 * @param ending how the message ended
 */
record WireMessage(Head head, byte[] body, Ending ending) {

    /** One header field, its name as it was written. */
    record Field(String name, String value) {}

    /** How the length of the body is told (RFC 9112 §6.3). */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /** Whether all of the body came. */
    enum Ending {
        COMPLETE,
        CUT
    }

    /**
     * Start line and fields.
     *
     * @param raw every byte of it, with the blank line
     */
    record Head(String raw, String startLine, List<Field> fields) {

        /** The first value of a field; null where there is none. */
        String first(String name) {
            return fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .map(Field::value)
                    .findFirst()
                    .orElse(null);
        }

        /** All values of a field. */
        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .map(Field::value)
                    .toList();
        }

        /** Status of a response. */
        int status() {
            return Integer.parseInt(startLine.split(" ", 3)[1]);
        }

        /** Path and query of a request. */
        String target() {
            return startLine.split(" ", 3)[1];
        }
    }

    int status() {
        return head.status();
    }

    String header(String name) {
        return head.first(name);
    }

    /** The body as UTF-8. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
