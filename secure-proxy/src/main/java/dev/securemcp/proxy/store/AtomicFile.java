package dev.securemcp.proxy.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file whole: a reader, and whoever starts after a crash or a power cut, finds the old content or the new, never a part.
 * The new content is on the disk before it takes the name (rename is atomic within a directory, POSIX).
 */
public final class AtomicFile {

    private static final int BUFFER = 64 * 1024;

    /** What writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Replaces a file, or makes it; only its owner may read it then.
     *
     * @throws IOException where it could not be written; the old content is still there
     */
    public static void replace(Path file, Content content) throws IOException {
        replace(file, content, ownersOnly(file));
    }

    /** As {@link #replace(Path, Content)}, of a file that keeps the permissions it has. */
    public static void replaceKeepingPermissions(Path file, Content content) throws IOException {
        FileAttribute<?>[] permissions = hasPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))}
                : new FileAttribute<?>[0];
        replace(file, content, permissions);
    }

    private static void replace(Path file, Content content, FileAttribute<?>[] permissions) throws IOException {
        Path target = file.toAbsolutePath();
        Path directory = target.getParent();
        // One name for every attempt: what a crash leaves behind is written over by the next.
        Path fresh = directory.resolve("." + target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(fresh, options, permissions)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        forceDirectory(directory);
    }

    /** The new name itself must reach the disk too. Windows cannot open directories, and has no need to. */
    static void forceDirectory(Path directory) throws IOException {
        if (hasPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static FileAttribute<?>[] ownersOnly(Path file) {
        return hasPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    static boolean hasUnix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    static boolean hasPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
