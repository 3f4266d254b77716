package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.store.AtomicFile;
import dev.securemcp.proxy.store.Records;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * When keys were used last, in a file: the first 64 bits of each key's hash with a time in seconds since 1970 (32 bits, unsigned).
 * Replaced whole where anything has changed. Blocks; for one thread at a time.
 */
public final class LastUses {

    /** Its name in the directory of state. */
    public static final String FILE = "last-used";

    private static final byte[] FORM = "secure-proxy last-used 1".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRY = 12;
    private static final int ENTRIES = 4096;

    private final Path file;
    private final KeyRing keys;
    private long written = -1;

    public LastUses(Path file, KeyRing keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Takes over what an earlier run has written; of a damaged file, what is whole.
     *
     * @return false where there is a file of another form, or a damaged one
     */
    public boolean read() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            if (!Arrays.equals(FORM, Records.read(in))) {
                return false;
            }
            for (byte[] record = Records.read(in); record != null; record = Records.read(in)) {
                if (record.length == 0) {
                    return true;
                }
                ByteBuffer entries = ByteBuffer.wrap(record);
                while (entries.remaining() >= ENTRY) {
                    long word = entries.getLong();
                    long second = Integer.toUnsignedLong(entries.getInt());
                    keys.own().keys().markFirstWord(word, second, false);
                    keys.file().keys().markFirstWord(word, second, false);
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Writes what has changed since this was called last; nothing where nothing has. */
    public void write() throws IOException {
        SubscriptionTable fromFile = keys.file();
        CRC32C crc = new CRC32C();
        forEach(fromFile, (bytes, length) -> crc.update(bytes, 0, length));
        if (crc.getValue() == written) {
            return;
        }
        AtomicFile.replace(file, out -> writeTo(out, fromFile));
        written = crc.getValue();
    }

    private void writeTo(OutputStream out, SubscriptionTable fromFile) throws IOException {
        Records.write(out, FORM, 0, FORM.length);
        forEach(fromFile, (bytes, length) -> Records.write(out, bytes, 0, length));
        // An empty record says that nothing is missing.
        Records.write(out, FORM, 0, 0);
    }

    private interface Block {
        void accept(byte[] bytes, int length) throws IOException;
    }

    private void forEach(SubscriptionTable fromFile, Block block) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(ENTRY * ENTRIES);
        for (SubscriptionTable table : new SubscriptionTable[] {keys.own(), fromFile}) {
            KeyIndex index = table.keys();
            for (int number = 0; number < index.size(); number++) {
                long second = index.lastUsed(number);
                if (second != 0) {
                    entries.putLong(index.firstWord(number)).putInt((int) second);
                    if (!entries.hasRemaining()) {
                        block.accept(entries.array(), entries.position());
                        entries.clear();
                    }
                }
            }
        }
        if (entries.position() > 0) {
            block.accept(entries.array(), entries.position());
        }
    }
}
