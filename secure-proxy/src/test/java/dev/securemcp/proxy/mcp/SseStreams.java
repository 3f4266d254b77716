package dev.securemcp.proxy.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Streams for tests, and the ways in which they can be cut. */
public final class SseStreams {

    private SseStreams() {}

    /** Every way to cut a text into up to three chunks, and the cut into single bytes. */
    public static List<List<Buffer>> cuts(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        List<List<Buffer>> cuts = new ArrayList<>();
        for (int i = 0; i <= bytes.length; i++) {
            for (int j = i; j <= bytes.length; j++) {
                cuts.add(List.of(slice(bytes, 0, i), slice(bytes, i, j), slice(bytes, j, bytes.length)));
            }
        }
        List<Buffer> single = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            single.add(slice(bytes, i, i + 1));
        }
        cuts.add(single);
        return cuts;
    }

    /** What becomes of the chunks on their way through. */
    public static String join(List<Buffer> chunks, Function<Buffer, Buffer> through) {
        Buffer joined = Buffer.buffer();
        for (Buffer chunk : chunks) {
            joined.appendBuffer(through.apply(chunk));
        }
        return joined.toString(UTF_8);
    }

    private static Buffer slice(byte[] bytes, int from, int to) {
        return Buffer.buffer().appendBytes(bytes, from, to - from);
    }
}
