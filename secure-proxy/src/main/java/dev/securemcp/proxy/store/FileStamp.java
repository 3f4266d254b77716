package dev.securemcp.proxy.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file's system says of it, to tell whether its content may have changed: read through symbolic links, so that a link which
 * leads elsewhere now (Kubernetes swaps such for a new ConfigMap) is a change.
 *
 * @param key which file it is; null where the system does not tell
 * @param size bytes
 * @param written when its content was written last
 * @param changed when it was written or renamed last, which nobody can set back; the former where the system does not tell
 */
public record FileStamp(Object key, long size, FileTime written, FileTime changed) {

    /**
     * How long two writes can bear the same time: clocks of file systems tick in steps of up to 2 s (FAT), most every few milliseconds.
     */
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final int BUFFER = 64 * 1024;

    /** The stamp of a file; empty where there is none. */
    public static Optional<FileStamp> of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            FileTime changed = attributes.lastModifiedTime();
            if (AtomicFile.hasUnix(file)) {
                Map<String, Object> unix = Files.readAttributes(file, "unix:ctime", new LinkOption[0]);
                changed = (FileTime) unix.get("ctime");
            }
            return Optional.of(
                    new FileStamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(), changed));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether both are stamps of one file, whose content may differ. Where that cannot be told, they are. */
    public boolean sameFile(FileStamp other) {
        return key == null || key.equals(other.key);
    }

    /** Whether a later write would bear another stamp. Until then, only the content can tell. */
    public boolean settled(Instant now) {
        Instant last = written.toInstant().isAfter(changed.toInstant()) ? written.toInstant() : changed.toInstant();
        return now.isAfter(last.plus(TICK));
    }

    /** The CRC-32C of a file's content, which is read in pieces. */
    public static long checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        }
        return crc.getValue();
    }
}
