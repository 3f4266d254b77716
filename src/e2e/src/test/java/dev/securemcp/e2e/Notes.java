package dev.securemcp.e2e;

import dev.securemcp.e2e.Visit.ToolCall;
import dev.securemcp.e2e.Visit.Wants;
import java.util.Map;

/** What the tests ask the TypeScript server of {@code src/e2e/node/server.mjs}. */
final class Notes {
    static final String PATH = "/notes/mcp";

    static final int COUNT = 3;

    static final ToolCall ADDITION = new ToolCall("add", Map.of("a", 1, "b", 2));
    static final ToolCall COUNTING = new ToolCall("count", Map.of("to", COUNT, "pauseMs", 700));

    static final Wants EVERYTHING = new Wants(ADDITION, COUNTING, "notes://board", new ToolCall("pin_note", Map.of()));

    private Notes() {}
}
