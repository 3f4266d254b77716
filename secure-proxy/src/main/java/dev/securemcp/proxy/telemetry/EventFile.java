package dev.securemcp.proxy.telemetry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file that grows to its bound and is then put aside as {@code name.1}, the one before as {@code name.2}, and so on. */
final class EventFile implements EventWriter {

    /** Files put aside; the oldest goes. */
    static final int KEPT = 5;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long size;

    EventFile(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(List<byte[]> lines) throws IOException {
        try {
            for (byte[] line : lines) {
                if (out == null) {
                    open();
                }
                if (size > 0 && size + line.length > maxBytes) {
                    close();
                    putAside();
                    open();
                }
                out.write(line);
                size += line.length;
            }
            out.flush();
        } catch (IOException e) {
            // The next write begins with a new look at the file: the disk may have room again.
            abandon();
            throw e;
        }
    }

    private void open() throws IOException {
        out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        size = Files.size(file);
    }

    private void putAside() throws IOException {
        for (int i = KEPT; i > 1; i--) {
            Path younger = numbered(i - 1);
            if (Files.exists(younger)) {
                Files.move(younger, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private void abandon() {
        try {
            close();
        } catch (IOException e) {
            // The first failure is the one that is told.
            out = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            OutputStream closing = out;
            out = null;
            closing.close();
        }
    }
}
