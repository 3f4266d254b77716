package dev.securemcp.proxy.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A file that is looked at again and again, for whoever reads it anew when its content has changed. Blocks; for one thread at a time.
 *
 * <p>A file that was put in the place of another is ready at once. One that is written where it lies may be half written: it is ready
 * when it looks the same twice.
 */
public final class WatchedFile {

    private final Path path;
    private final InstantSource clock;
    private Optional<FileStamp> taken = Optional.empty();
    private Optional<FileStamp> before = Optional.empty();
    private Optional<FileStamp> offered = Optional.empty();
    private long checksum;
    private boolean settled = true;

    /**
     * @param clock what tells the age of a change: the time of day, as file systems have it
     */
    public WatchedFile(Path path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
    }

    /** The file as it is before it is read for the first time. */
    public void offer() throws IOException {
        offered = FileStamp.of(path);
    }

    /**
     * Looks at the file.
     *
     * @return whether it should be read now; then {@link #taken} is to be told
     */
    public boolean look() throws IOException {
        Optional<FileStamp> seen = FileStamp.of(path);
        boolean twice = seen.equals(before);
        before = seen;
        if (seen.equals(taken)) {
            return seen.isPresent() && rewritten(seen.get());
        }
        boolean replaced = seen.isPresent() && taken.isPresent() && !seen.get().sameFile(taken.get());
        offered = seen;
        return replaced || twice;
    }

    /**
     * The content was read, whatever came of it.
     *
     * @return false where the file was changed meanwhile: what was read is not to be used, and a later look will offer it again
     */
    public boolean taken() throws IOException {
        Optional<FileStamp> now = FileStamp.of(path);
        if (!now.equals(offered)) {
            before = now;
            return false;
        }
        taken = now;
        settled = now.isEmpty() || now.get().settled(clock.instant());
        if (!settled) {
            checksum = FileStamp.checksum(path);
        }
        return true;
    }

    /** A write in the same moment as the one that was read leaves the stamp as it was; once that can be told, it is. */
    private boolean rewritten(FileStamp seen) throws IOException {
        if (settled || !seen.settled(clock.instant())) {
            return false;
        }
        settled = true;
        offered = Optional.of(seen);
        return FileStamp.checksum(path) != checksum;
    }
}
