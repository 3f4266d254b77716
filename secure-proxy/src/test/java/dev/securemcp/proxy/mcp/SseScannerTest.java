package dev.securemcp.proxy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseScannerTest {

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r");
    }

    private static SseScanner fed(String text) {
        SseScanner scanner = new SseScanner();
        scanner.feed(Buffer.buffer(text));
        return scanner;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "                       | true",
                "data: a\\n\\n          | true",
                "data: a\\r\\n\\r\\n    | true",
                "data: a\\r\\r          | true",
                "data: a\\r\\n\\r       | true",
                ": comment\\n           | true",
                ": comment\\n\\n        | true",
                "\\n\\n                 | true",
                "data: a\\n             | false",
                "data: a                | false",
                "data: a\\r\\n          | false",
                "d                      | false",
                ": comm                 | false",
                ":                      | false",
                "id: 1\\n               | false",
                "retry: 1\\n            | false",
                "data: a\\n: comment\\n | false",
                "data: a\\n\\nd         | false",
            })
    void knowsWhetherSomethingMayBePutIn(String text, boolean boundary) {
        assertThat(fed(unescape(text == null ? "" : text)).atBoundary()).isEqualTo(boundary);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "id: 1\\ndata: a\\n\\n   | true",
                "data: a\\nid:1\\n\\n    | true",
                "id: 1\\ndata:\\n\\n     | true",
                "id: 1\\n\\n             | true",
                "id: 1\\ndata: a\\n      | false",
                "id:\\ndata: a\\n\\n     | false",
                "id: \\ndata: a\\n\\n    | false",
                "id\\ndata: a\\n\\n      | false",
                "ids: 1\\ndata: a\\n\\n  | false",
                "data: id: 1\\n\\n       | false",
                ": id: 1\\n\\n           | false",
                "id: 1\\n\\ndata: a\\n\\n | true",
            })
    void knowsWhetherAClientCouldResume(String text, boolean carried) {
        assertThat(fed(unescape(text)).carriedIds()).isEqualTo(carried);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void handsOverEventsWhereverTheChunksAreCut(String end) {
        String text =
                "\ufeff: hello\n\nretry: 5\n\nevent: endpoint\ndata: /a\n\nid: 7\ndata:{\"x\":\ndata: 1}\n\ndata\n\n"
                                .replace("\n", end)
                        + "data: never ended";
        for (List<Buffer> chunks : SseStreams.cuts(text)) {
            List<String> events = new ArrayList<>();
            SseScanner scanner =
                    new SseScanner(100, event -> events.add(event.type() + "|" + event.data() + event.cut()));
            chunks.forEach(scanner::feed);
            assertThat(events).containsExactly("endpoint|/afalse", "message|{\"x\":\n1}false", "message|false");
            assertThat(scanner.events()).isEqualTo(3);
            assertThat(scanner.carriedIds()).isTrue();
            assertThat(scanner.atBoundary()).isFalse();
        }
    }

    @Test
    void keepsNoMoreOfAnEventThanToldTo() {
        List<SseEvent> events = new ArrayList<>();
        SseScanner scanner = new SseScanner(10, events::add);
        for (int i = 0; i < 1000; i++) {
            scanner.feed(Buffer.buffer("data: 0123456789abcdef\n"));
        }
        scanner.feed(Buffer.buffer("\ndata: short\n\n"));
        assertThat(events)
                .containsExactly(
                        new SseEvent("message", Buffer.buffer("0123456789"), true),
                        new SseEvent("message", Buffer.buffer("short"), false));
    }

    @Test
    void anEndlessNameOfAFieldIsNoKnownField() {
        SseScanner scanner = fed("data".repeat(100_000));
        assertThat(scanner.atBoundary()).isFalse();
        scanner.feed(Buffer.buffer("\n\n"));
        assertThat(scanner.atBoundary()).isTrue();
        assertThat(scanner.events()).isZero();
    }

    @Test
    void leavesTheChunkAlone() {
        Buffer chunk = Buffer.buffer("data: a\n\n");
        new SseScanner(10, event -> {}).feed(chunk);
        assertThat(chunk.toString()).isEqualTo("data: a\n\n");
    }

    @Test
    void aKeepAliveIsNoEvent() {
        SseScanner scanner = fed(Sse.keepAlive().toString());
        assertThat(scanner.events()).isZero();
        assertThat(scanner.atBoundary()).isTrue();
    }
}
