package dev.securemcp.proxy.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Records in a file, each behind its length and its checksum (CRC-32C, RFC 3720 appendix B.4), so that what a crash or a bad disk left of one is known for
 * what it is: reading ends before it.
 */
public final class Records {

    /** Bytes of the largest record. */
    public static final int MAX_LENGTH = 1 << 20;

    private static final int HEADER = 8;

    private Records() {}

    /** Bytes that a record of that length takes in a file. */
    public static int size(int length) {
        return HEADER + length;
    }

    /** Writes one record of at most {@link #MAX_LENGTH} bytes. */
    public static void write(OutputStream out, byte[] bytes, int from, int length) throws IOException {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("a record of " + length + " bytes is too long");
        }
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(length);
        data.writeInt(checksum(bytes, from, length));
        data.write(bytes, from, length);
    }

    /**
     * Reads the next record.
     *
     * @return null at the end of the file, and before a record that is not whole
     */
    public static byte[] read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            int length = data.readInt();
            int checksum = data.readInt();
            if (length < 0 || length > MAX_LENGTH) {
                return null;
            }
            byte[] bytes = data.readNBytes(length);
            return bytes.length == length && checksum(bytes, 0, length) == checksum ? bytes : null;
        } catch (EOFException e) {
            return null;
        }
    }

    /** Never that of nothing: a file full of zeros holds no records. */
    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return ~(int) crc.getValue();
    }
}
