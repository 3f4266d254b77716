package dev.securemcp.proxy.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that were broken at random: the scanner neither fails nor disagrees with a tree of the same bytes. */
class EnvelopeScannerPropertyTest {

    private static final String[] SEEDS = {
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\",\"uri\":\"a://b\","
                + "\"arguments\":{\"state\":\"CA\",\"n\":[1,2.5e3,true,null]},\"_meta\":{\"progressToken\":1,"
                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\\u002f\\ud83d\\ude00é\",\"result\":{\"isError\":true,\"content\":[]}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32602,\"message\":\"x\"}}",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}]",
    };

    @Test
    void agreesWithATreeOnBrokenMessages() {
        Random random = new Random(20260728);
        for (int round = 0; round < 40_000; round++) {
            byte[] body = SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                body = edit(body, random);
            }
            EnvelopeOracle.check(body);
        }
    }

    private static byte[] edit(byte[] body, Random random) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        int to = Math.min(body.length, at + random.nextInt(24));
        byte[] piece = Arrays.copyOfRange(body, at, to);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> join(Arrays.copyOf(body, at), Arrays.copyOfRange(body, to, body.length));
            case 2 -> join(Arrays.copyOf(body, at), piece, Arrays.copyOfRange(body, at, body.length));
            case 3 -> {
                body[at] = (byte) random.nextInt(256);
                yield body;
            }
            default -> {
                int elsewhere = random.nextInt(body.length);
                yield join(Arrays.copyOf(body, elsewhere), piece, Arrays.copyOfRange(body, elsewhere, body.length));
            }
        };
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
