package dev.securemcp.proxy.mcp.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.ScanLimits;
import dev.securemcp.proxy.mcp.SseStreams;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListEventsTest {

    private static final ListRule RULE = (kind, name) -> name.startsWith("a");
    private static final int LIMIT = 160;
    private static final String ERROR = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":502,\"message\":"
            + "\"The backend's list could not be reduced to what this caller may use\",\"data\":{\"reason\":\"ListNotFiltered\"}}}";

    private final AtomicInteger refused = new AtomicInteger();

    private ListEvents events(Scan request) {
        return new ListEvents(LIMIT, RULE, request, refused::incrementAndGet);
    }

    private static Scan request(String id) {
        return new EnvelopeScanner(ScanLimits.DEFAULT)
                .scan(
                        ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\"}").getBytes(UTF_8),
                        Batches.ALLOWED);
    }

    private String through(String stream, Scan request) {
        return SseStreams.join(List.of(Buffer.buffer(stream)), events(request)::feed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "data: LIST\\n\\n | data: LESS\\n\\n",
                "event: message\\nid: 7\\ndata:LIST\\nretry: 5\\n\\n | event: message\\nid: 7\\ndata: LESS\\nretry: 5\\n\\n",
                ": c\\n\\nid: 1\\ndata:\\n\\n: d\\ndata: LIST\\n: e\\n\\n: f\\n | : c\\n\\nid: 1\\ndata:\\n\\n: d\\ndata: LESS\\n: e\\n\\n: f\\n",
                "event: other\\ndata: LIST\\n\\n | event: other\\ndata: LIST\\n\\n",
                "event: endpoint\\ndata: /m\\n\\n | event: endpoint\\ndata: /m\\n\\n",
                "data: {\"id\":1}\\n\\nid: 3\\n\\ndata: LIST\\n\\n | data: {\"id\":1}\\n\\nid: 3\\n\\ndata: LESS\\n\\n"
            })
    void lists_are_reduced_and_every_other_byte_passes_wherever_chunks_are_cut(String before, String after) {
        String list = "{\"result\":{\"tools\":[{\"name\":\"b\"},{\"name\":\"aé\"}]}}";
        String less = "{\"result\":{\"tools\":[{\"name\":\"aé\"}]}}";
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            String stream = before.replace("LIST", list).replace("\\n", end);
            String expected = after.replace("LESS", less).replace("LIST", list).replace("\\n", end);
            for (List<Buffer> chunks : SseStreams.cuts(stream)) {
                assertThat(SseStreams.join(chunks, events(null)::feed)).isEqualTo(expected);
            }
        }
        assertThat(refused).hasValue(0);
    }

    @Test
    void a_message_in_several_lines_is_read_as_one() {
        assertThat(through("data: {\"result\":{\"tools\":[\ndata: {\"name\":\"b\"}],\ndata: \"x\":1}}\n\n", null))
                .isEqualTo("data: {\"result\":{\"tools\":[],\ndata: \"x\":1}}\n\n");
    }

    @Test
    void an_event_goes_on_as_soon_as_it_is_whole_and_what_is_none_at_once() {
        ListEvents events = events(null);
        assertThat(events.feed(Buffer.buffer(": keep-alive\n")).toString()).isEqualTo(": keep-alive\n");
        assertThat(events.feed(Buffer.buffer("data: {}\n")).length()).isZero();
        assertThat(events.feed(Buffer.buffer("\ndata: {")).toString()).isEqualTo("data: {}\n\n");
        assertThat(events.end().length()).as("what never became an event").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"result\":{\"tools\":[{\"name\":\"b\"}]}", "no JSON", "{\"a\":NaN}"})
    void a_message_that_cannot_be_read_gives_way_to_an_error(String data) {
        assertThat(through("id: 9\nevent: message\ndata: " + data + "\n\n: on\n", request("\"x\"")))
                .isEqualTo("id: 9\nevent: message\ndata: " + ERROR.formatted("\"x\"") + "\n\n: on\n");
        assertThat(through("data: " + data + "\n\n", null)).isEqualTo("data: " + ERROR.formatted("null") + "\n\n");
        assertThat(refused).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"LONG\"}} | 7",
                "{\"result\":{\"id\":1,\"x\":\"LONG\",\"y\":[{\"id\":2}]},\"jsonrpc\":\"2.0\",\"id\" : \"é,}\\\"\"} | \"é,}\\\"\"",
                "{\"result\":{\"x\":\"LONG\"},\"id\":-12} | -12",
                "{\"error\":{\"x\":\"LONG\"},\"id\":null} | 1",
                "{\"result\":{\"x\":\"\\\\\\\"LONG\\\\\"},\"id\":\"q\"} | \"q\"",
                "{\"result\":\"LONG | 1",
                "LONG | 1"
            })
    void a_message_that_is_too_long_gives_way_to_an_error_with_its_id(String data, String id) {
        String stream =
                "id: 9\nevent: message\ndata: " + data.replace("LONG", "\uFFFD:{[,".repeat(100)) + "\n\ndata: {}\n\n";
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            ListEvents events = events(request("1"));
            Buffer out = Buffer.buffer();
            for (byte b : stream.replace("\n", end).getBytes(UTF_8)) {
                out.appendBuffer(events.feed(Buffer.buffer(new byte[] {b})));
            }
            assertThat(out.toString(UTF_8).replace("\r\n", "\n").replace("\r", "\n"))
                    .isEqualTo("id: 9\ndata: " + ERROR.formatted(id) + "\n\n" + (end.equals("\r\n") ? "\n" : "")
                            + "data: {}\n\n");
        }
        assertThat(refused).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {\"method\":\"notifications/x\",\"params\":\"LONG\"}", "event: other\ndata: LONG"})
    void what_is_too_long_and_no_answer_is_left_out(String lines) {
        assertThat(through(lines.replace("LONG", "x".repeat(LIMIT)) + "\n\ndata: {}\n\n", request("1")))
                .isEqualTo(": a message was left out\n\ndata: {}\n\n");
        assertThat(refused).hasValue(0);
    }

    @Test
    void the_limit_itself_is_not_too_long() {
        String stream = "data: {\"result\":{\"tools\":[{\"name\":\"b\"}],\"x\":\"%s\"}}\n\n";
        String fits = stream.formatted("x".repeat(LIMIT - stream.length() + 2));
        assertThat(fits).hasSize(LIMIT);
        assertThat(through(fits, null)).contains("\"tools\":[]");
        assertThat(through(fits.replace("xx", "xxx"), null)).contains("ListNotFiltered");
    }
}
