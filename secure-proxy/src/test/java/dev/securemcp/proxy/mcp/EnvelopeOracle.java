package dev.securemcp.proxy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the scanner says of any bytes, held against a tree built by the same library. */
final class EnvelopeOracle {

    private static final ObjectMapper TREE = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final EnvelopeScanner SCANNER = new EnvelopeScanner(ScanLimits.DEFAULT);

    private EnvelopeOracle() {}

    static void check(byte[] body) {
        byte[] before = body.clone();
        Scan scan = SCANNER.scan(body, Batches.ALLOWED);
        assertThat(body).isEqualTo(before);
        JsonNode tree = tree(body);
        switch (scan) {
            case Envelope envelope -> {
                assertThat(tree)
                        .as("the tree parser refuses what the scanner takes")
                        .isNotNull();
                assertThat(tree.isArray()).isEqualTo(envelope.batch());
                if (envelope.batch()) {
                    assertThat(envelope.messages()).hasSize(tree.size());
                    for (int i = 0; i < tree.size(); i++) {
                        same(envelope.messages().get(i), tree.get(i));
                    }
                } else {
                    same(envelope.first(), tree);
                }
            }
            case EnvelopeFault fault -> {
                if (fault.answer().reason() == Reason.MALFORMED_JSON && Utf8.isText(body)) {
                    assertThat(tree == null || tree.isMissingNode() || startsWithMark(body))
                            .as("the scanner calls malformed what the tree parser takes")
                            .isTrue();
                }
                if (fault.id() != null && tree != null && tree.isObject()) {
                    assertThat(tree(fault.id().getBytes(StandardCharsets.UTF_8)))
                            .isEqualTo(tree.get("id"));
                }
                assertThat(tree(ErrorBody.json(fault.answer(), fault).getBytes()))
                        .isNotNull();
            }
        }
    }

    private static void same(Message message, JsonNode tree) {
        assertThat(message.method()).isEqualTo(text(tree.get("method")));
        JsonNode params = tree.path("params");
        assertThat(message.name()).isEqualTo(text(params.get("name")));
        assertThat(message.uri()).isEqualTo(text(params.get("uri")));
        assertThat(message.taskId()).isEqualTo(text(params.get("taskId")));
        assertThat(message.meta().claimedVersion())
                .isEqualTo(text(params.path("_meta").get("io.modelcontextprotocol/protocolVersion")));
        if (message.id() == null) {
            assertThat(tree.path("id").isMissingNode() || tree.path("id").isNull())
                    .isTrue();
        } else {
            assertThat(tree(message.id().getBytes(StandardCharsets.UTF_8))).isEqualTo(tree.get("id"));
        }
        assertThat(message.outcome().toolError())
                .isEqualTo(tree.path("result").path("isError").asBoolean(false)
                        && tree.path("result").path("isError").isBoolean());
    }

    private static String text(JsonNode node) {
        return node != null && node.isTextual() ? node.textValue() : null;
    }

    private static boolean startsWithMark(byte[] body) {
        return body.length > 2 && body[0] == (byte) 0xEF;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return TREE.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
