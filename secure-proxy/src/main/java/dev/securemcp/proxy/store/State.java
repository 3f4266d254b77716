package dev.securemcp.proxy.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What survives a restart: the directory of state with the thread that writes there; or nothing, where none is configured. */
public final class State implements AutoCloseable {

    private final StateDirectory directory;
    private final StateWriter writer;

    private State(StateDirectory directory, StateWriter writer) {
        this.directory = directory;
        this.writer = writer;
    }

    /**
     * Takes the directory of state.
     *
     * @param path where it is; empty where nothing is kept
     * @throws IOException where it cannot be had; the message is for a person
     */
    public static State open(Optional<Path> path) throws IOException {
        return path.isEmpty() ? new State(null, null) : new State(StateDirectory.open(path.get()), new StateWriter());
    }

    /** A file of state; empty where nothing is kept. */
    public Optional<Path> file(String name) {
        return directory == null ? Optional.empty() : Optional.of(directory.file(name));
    }

    /** Runs a task at intervals and once more at the end; never, where nothing is kept. */
    public void every(Duration interval, String what, StateWriter.Task task) {
        if (writer != null) {
            writer.every(interval, what, task);
        }
    }

    /** Writes everything for the last time and lets another process have the directory. */
    @Override
    public void close() throws IOException {
        if (directory != null) {
            writer.close();
            directory.close();
        }
    }
}
