package dev.securemcp.proxy.telemetry;

import java.io.IOException;
import java.util.List;

/** Where the events of one sink end. Used by one thread alone, which may wait. */
interface EventWriter extends AutoCloseable {

    /**
     * Writes some events.
     *
     * @param lines each a line of JSON in UTF-8, with its line end
     * @throws IOException where they could not be written; none of them is tried again
     */
    void write(List<byte[]> lines) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
