package dev.securemcp.proxy.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * {@code state-dir}: a directory that one process has for itself as long as it runs. Two gateways that wrote the same counters would
 * each undo what the other counts.
 */
public final class StateDirectory implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private StateDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes a directory, which is made where it does not exist.
     *
     * @throws IOException where it cannot be made or written, or another process has it; the message is for a person
     */
    public static StateDirectory open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            FileAttribute<?>[] ownersOnly = AtomicFile.hasPosix(path)
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createDirectories(path, ownersOnly);
        }
        Path file = path.resolve(LOCK);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), AtomicFile.ownersOnly(file));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateDirectory(path, channel, lock);
            }
        } catch (OverlappingFileLockException | IOException e) {
            channel.close();
            throw new IOException(inUse(path), e);
        }
        channel.close();
        throw new IOException(inUse(path));
    }

    private static String inUse(Path path) {
        return "the state directory " + path + " is in use by another gateway, or cannot be locked;"
                + " each process needs one of its own";
    }

    /** A file in it. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Lets another process have it. */
    @Override
    public void close() throws IOException {
        lock.close();
        channel.close();
    }
}
