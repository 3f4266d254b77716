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

class ListBodyTest {

    private static final ListRule RULE = (kind, name) -> name.startsWith("a");
    private static final String LIST = "{\"id\":1,\"result\":{\"tools\":[{\"name\":\"b\"},{\"name\":\"aé\"}]}}";

    private final AtomicInteger refused = new AtomicInteger();
    private final Scan request = new EnvelopeScanner(ScanLimits.DEFAULT)
            .scan(
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"b\"}]"
                            .getBytes(UTF_8),
                    Batches.ALLOWED);

    private ListBody body(int limit) {
        return new ListBody(limit, RULE, request, refused::incrementAndGet);
    }

    @Test
    void a_list_is_reduced_wherever_chunks_are_cut() {
        for (List<Buffer> chunks : SseStreams.cuts(LIST)) {
            ListBody body = body(LIST.getBytes(UTF_8).length);
            assertThat(SseStreams.join(chunks, body::feed)).isEmpty();
            assertThat(body.end().toString(UTF_8)).isEqualTo("{\"id\":1,\"result\":{\"tools\":[{\"name\":\"aé\"}]}}");
        }
        assertThat(refused).hasValue(0);
    }

    @Test
    void a_body_that_is_too_long_is_over_at_once_and_gives_way_to_errors() {
        ListBody body = body(20);
        assertThat(body.feed(Buffer.buffer(LIST.substring(0, 20))).length()).isZero();
        assertThat(body.over()).isFalse();
        String answer = body.feed(Buffer.buffer(LIST.substring(20))).toString();
        assertThat(answer)
                .startsWith("[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\"")
                .contains("\"id\":2", "ListNotFiltered");
        assertThat(body.over()).isTrue();
        assertThat(body.feed(Buffer.buffer("x")).length()).isZero();
        assertThat(body.end().length()).isZero();
        assertThat(refused).hasValue(1);
    }

    @Test
    void a_body_that_cannot_be_read_gives_way_to_errors() {
        ListBody body = body(1000);
        body.feed(Buffer.buffer("<html>"));
        assertThat(body.end().toString()).contains("ListNotFiltered");
        assertThat(refused).hasValue(1);
    }

    @Test
    void an_empty_body_stays_empty() {
        assertThat(body(1000).end().length()).isZero();
    }
}
