package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.Violation;
import io.vertx.core.Future;

/** What a call's server says about its tools, and who is told of documents that break rules. One for each call. */
public interface ToolSchemas {

    /** Nothing is known. */
    ToolSchemas NONE = new ToolSchemas() {
        @Override
        public Future<Input> input(String tool) {
            return Future.succeededFuture(new Unknown("nothing is known of tools here"));
        }

        @Override
        public void detected(Violation violation) {}
    };

    /** What a tool takes. */
    sealed interface Input {}

    /** Its {@code inputSchema}. */
    record Known(SchemaDocument schema) implements Input {}

    /** The server has been asked, and has no such tool for this caller. */
    record Absent() implements Input {}

    /**
     * It cannot be told.
     *
     * @param why for a person
     */
    record Unknown(String why) implements Input {}

    /** What a tool takes, asking the server where that is not known yet. Never fails; completes on the call's event loop. */
    Future<Input> input(String tool);

    /** What is answered where the server has no such tool. */
    default ErrorAnswer unknown(String tool) {
        return ErrorAnswer.of(Reason.TOOL_NOT_FOUND);
    }

    /** A violation that is only reported: the call goes on. */
    void detected(Violation violation);
}
