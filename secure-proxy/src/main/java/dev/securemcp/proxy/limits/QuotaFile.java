package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.store.AtomicFile;
import dev.securemcp.proxy.store.Records;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Quotas on the disk: a file that what has changed is added to, and that is written anew when most of it is out of date. It begins
 * with a record of its form and of the secret that keys are hashed with; each further one is a counter as it was then, so that the last
 * one of a counter holds. Reading ends at the first record that is not whole, which a crash can leave only at the end. Used by one thread at a
 * time.
 */
final class QuotaFile {

    /** Says what the file is, with the number of its form. */
    private static final long FORM = 0x71756f7461_000001L;

    private static final int HEAD = 3 * Long.BYTES;
    private static final int COUNTER = 5 * Long.BYTES;

    /** Bytes that may be out of date before the file is written anew: at least so many, and three times the rest. */
    private static final long SLACK = 1 << 20;

    private final Path path;
    private final SipHash hash;
    private final QuotaTable table;
    private String losses = "";
    private FileChannel channel;
    private long whole;
    private long length;
    /** What was handed out may not have reached the disk: only a whole file is sure to be right. */
    private boolean failed;

    private QuotaFile(Path path, SipHash hash, int counters) {
        this.path = path;
        this.hash = hash;
        this.table = new QuotaTable(counters, hash, true);
    }

    /** Reads a file, or begins one, and writes it anew: without what is over, and without what is not whole. */
    static QuotaFile open(Path path, int counters, Instant now) throws IOException {
        QuotaFile file;
        if (Files.exists(path)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
                file = new QuotaFile(path, head(path, Records.read(in)), counters);
                file.read(in, now.toEpochMilli(), Files.size(path));
            }
        } else {
            file = new QuotaFile(path, SipHash.random(), counters);
        }
        file.writeWhole(now.toEpochMilli());
        return file;
    }

    QuotaTable table() {
        return table;
    }

    String losses() {
        return losses;
    }

    private static SipHash head(Path path, byte[] record) throws IOException {
        if (record == null || record.length != HEAD || ByteBuffer.wrap(record).getLong() != FORM) {
            throw new IOException(
                    path + " is damaged, or was written by another version; move it away to begin all quotas anew");
        }
        ByteBuffer head = ByteBuffer.wrap(record);
        return new SipHash(head.getLong(Long.BYTES), head.getLong(2 * Long.BYTES));
    }

    private void read(InputStream in, long now, long size) throws IOException {
        long good = Records.size(HEAD);
        long dropped = 0;
        for (byte[] record = Records.read(in); record != null && record.length == COUNTER; record = Records.read(in)) {
            good += Records.size(COUNTER);
            ByteBuffer counter = ByteBuffer.wrap(record);
            long hashed = counter.getLong();
            long start = counter.getLong();
            long end = counter.getLong();
            boolean kept = end <= now || table.restore(hashed, start, end, counter.getLong(), counter.getLong());
            dropped += kept ? 0 : 1;
        }
        if (good < size) {
            losses = "the last " + (size - good) + " bytes of " + path + " are not whole";
        }
        if (dropped > 0) {
            losses += (losses.isEmpty() ? "" : "; ") + dropped + " counters found no room (limits.quota-counters)";
        }
    }

    /**
     * Brings what has changed to the disk.
     *
     * @throws IOException where that failed; the next call writes everything
     */
    void write(Instant now) throws IOException {
        if (failed || length - whole > Math.max(SLACK, 3 * whole)) {
            writeWhole(now.toEpochMilli());
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Writer writer = new Writer(bytes);
        // From here on these count as written.
        failed = true;
        table.changes(writer);
        if (writer.counters > 0) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
            length += bytes.size();
        }
        failed = false;
    }

    private void writeWhole(long now) throws IOException {
        failed = true;
        // Whatever changes from here on is told again; whatever changed before is in what is written now.
        table.changes((hashed, start, end, calls, bytes) -> {});
        close();
        AtomicFile.replace(path, out -> {
            byte[] head = ByteBuffer.allocate(HEAD)
                    .putLong(FORM)
                    .putLong(hash.k0())
                    .putLong(hash.k1())
                    .array();
            Records.write(out, head, 0, HEAD);
            Writer writer = new Writer(out);
            table.all(now, writer);
            writer.rethrow();
        });
        channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        whole = channel.size();
        length = whole;
        failed = false;
    }

    /** Gives the file up as it is. */
    void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Writes counters; what fails is kept, since a table cannot stop handing them out. */
    private static final class Writer implements QuotaTable.Sink {
        private final OutputStream out;
        private final ByteBuffer record = ByteBuffer.allocate(COUNTER);
        private IOException failure;
        private int counters;

        Writer(OutputStream out) {
            this.out = out;
        }

        @Override
        public void counter(long hash, long start, long end, long calls, long bytes) {
            if (failure != null) {
                return;
            }
            record.clear()
                    .putLong(hash)
                    .putLong(start)
                    .putLong(end)
                    .putLong(calls)
                    .putLong(bytes);
            try {
                Records.write(out, record.array(), 0, COUNTER);
                counters++;
            } catch (IOException e) {
                failure = e;
            }
        }

        void rethrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
