package dev.securemcp.proxy.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRewriterTest {

    private static String rewritten(List<Buffer> chunks) {
        EndpointRewriter rewriter = new EndpointRewriter(data -> "/weather-tools" + data);
        return SseStreams.join(chunks, rewriter::feed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "event: endpoint\\ndata: /m/1\\n\\n               | event: endpoint\\ndata: /weather-tools/m/1\\n\\n",
                "event:endpoint\\ndata:/m/1\\n\\n                 | event:endpoint\\ndata: /weather-tools/m/1\\n\\n",
                "data: /m/1\\nevent: endpoint\\n\\n               | data: /weather-tools/m/1\\nevent: endpoint\\n\\n",
                "data: /m\\ndata: /1\\nevent: endpoint\\nid: 1\\n\\n | data: /weather-tools/m+/1\\nevent: endpoint\\nid: 1\\n\\n",
                "event: x\\nevent: endpoint\\ndata: /1\\n\\n      | event: x\\nevent: endpoint\\ndata: /weather-tools/1\\n\\n",
                "event: endpoint\\n: why\\ndata: /1\\nretry: 3\\n\\n | event: endpoint\\n: why\\ndata: /weather-tools/1\\nretry: 3\\n\\n",
                ": hi\\n\\n: ho\\nretry: 1\\n\\nevent: endpoint\\ndata: /1\\n\\n | : hi\\n\\n: ho\\nretry: 1\\n\\nevent: endpoint\\ndata: /weather-tools/1\\n\\n",
                "event: endpoint\\ndata\\n\\n                     | event: endpoint\\ndata: /weather-tools\\n\\n",
            })
    void rewritesTheEndpointAndNothingElse(String before, String after) {
        String tail = "\\nevent: message\\ndata: é\\n\\nevent: endpoint\\ndata: /second\\n\\n";
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            String stream = (before + tail).replace("\\n", end);
            String expected = (after + tail).replace("\\n", end);
            for (List<Buffer> chunks : SseStreams.cuts(stream)) {
                EndpointRewriter rewriter = new EndpointRewriter(data -> "/weather-tools" + data.replace('\n', '+'));
                assertThat(SseStreams.join(chunks, rewriter::feed)).isEqualTo(expected);
                assertThat(rewriter.done()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: /m/1\n\n",
                "event: message\ndata: /m\n\n: c\n\n",
                "event: Endpoint\ndata: /m\n\n",
                "event: endpoints\ndata: /m\n\n",
                "event: endpoint\nevent: message\ndata: /m\n\n",
                "event: endpoint\nretry: 3\n\n",
                ": event: endpoint\n: data: /m\n\n",
                "\n\n\r\n",
            })
    void whatIsNotTheEndpointPassesAsItCame(String stream) {
        for (List<Buffer> chunks : SseStreams.cuts(stream)) {
            assertThat(rewritten(chunks)).isEqualTo(stream);
        }
    }

    @Test
    void holdsBackOnlyTheEventItself() {
        EndpointRewriter rewriter = new EndpointRewriter(data -> "/x");
        assertThat(rewriter.feed(Buffer.buffer(": now\n")).toString()).isEqualTo(": now\n");
        assertThat(rewriter.feed(Buffer.buffer("event: endpoint\ndata: /m")).length())
                .isZero();
        assertThat(rewriter.feed(Buffer.buffer("\n\nid: 5")).toString())
                .isEqualTo("event: endpoint\ndata: /x\n\nid: 5");
        Buffer later = Buffer.buffer("event: endpoint\ndata: /n\n\n");
        assertThat(rewriter.feed(later)).isSameAs(later);
    }

    @Test
    void aByteOrderMarkBelongsToNoField() {
        String stream = "\ufeffevent: endpoint\ndata: /m\n\n";
        for (List<Buffer> chunks : SseStreams.cuts(stream)) {
            assertThat(rewritten(chunks)).isEqualTo("\ufeffevent: endpoint\ndata: /weather-tools/m\n\n");
        }
    }

    @Test
    void anUnchangedEndpointKeepsItsBytes() {
        EndpointRewriter rewriter = new EndpointRewriter(data -> data);
        assertThat(rewriter.feed(Buffer.buffer("data:/m\nevent:endpoint\n\n")).toString())
                .isEqualTo("data:/m\nevent:endpoint\n\n");
        assertThat(rewriter.done()).isTrue();
    }

    @Test
    void anEventThatIsTooLongIsNotPassedOn() {
        EndpointRewriter rewriter = new EndpointRewriter(64, data -> "/x");
        assertThatThrownBy(() -> rewriter.feed(Buffer.buffer("event: endpoint\ndata: /" + "m".repeat(64))))
                .isInstanceOf(EndpointTooLongException.class)
                .hasMessageContaining("64 bytes");
        EndpointRewriter patient = new EndpointRewriter(64, data -> "/x");
        assertThat(patient.feed(Buffer.buffer(": long comments are not held".repeat(100) + "\n"))
                        .length())
                .isEqualTo(2801);
    }

    @Test
    void everyOtherByteOfAnyStreamIsUntouched() {
        Random random = new Random(41);
        String[] pieces = {
            "data", "event", ":", " ", "\n", "\r", "\r\n", "endpoint", "id", "x", "é", "\n\n", "event: endpoint\n", "/m"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] stream = text.toString().getBytes(UTF_8);
            List<String> seen = new ArrayList<>();
            EndpointRewriter rewriter = new EndpointRewriter(data -> {
                seen.add(data);
                return data;
            });
            Buffer out = Buffer.buffer();
            for (int at = 0; at < stream.length; ) {
                int length = Math.min(stream.length - at, 1 + random.nextInt(9));
                out.appendBuffer(rewriter.feed(Buffer.buffer().appendBytes(stream, at, length)));
                at += length;
            }
            List<SseEvent> events = new ArrayList<>();
            new SseScanner(1000, events::add).feed(Buffer.buffer(stream));
            // Held back is at most an event that never ended; a first endpoint event is told exactly once, as the
            // scanner sees it.
            assertThat(Buffer.buffer(stream).toString()).startsWith(out.toString());
            assertThat(seen)
                    .isEqualTo(events.stream()
                            .filter(event -> event.type().equals("endpoint"))
                            .limit(1)
                            .map(event -> event.data().toString())
                            .toList());
            if (rewriter.done()) {
                assertThat(out).isEqualTo(Buffer.buffer(stream));
            }
        }
    }
}
