package dev.securemcp.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static byte[] file(byte[]... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : records) {
            Records.write(out, record, 0, record.length);
        }
        return out.toByteArray();
    }

    private static List<byte[]> read(byte[] file) throws IOException {
        List<byte[]> records = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(file);
        for (byte[] record = Records.read(in); record != null; record = Records.read(in)) {
            records.add(record);
        }
        return records;
    }

    @Test
    void what_was_written_is_read() throws IOException {
        byte[][] written = {{1, 2, 3}, {}, new byte[Records.MAX_LENGTH]};

        assertThat(read(file(written))).containsExactly(written);
    }

    @Test
    void a_file_cut_anywhere_yields_the_records_that_are_whole() throws IOException {
        byte[] whole = file(new byte[] {1, 2}, new byte[] {3, 4, 5});
        int first = Records.size(2);

        for (int length = 0; length < whole.length; length++) {
            assertThat(read(java.util.Arrays.copyOf(whole, length)))
                    .as("cut after %d bytes", length)
                    .hasSize(length < first ? 0 : 1);
        }
    }

    @Test
    void a_single_changed_bit_ends_the_reading() throws IOException {
        byte[] whole = file(new byte[] {1, 2}, new byte[] {3, 4, 5});

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(read(damaged)).as("bit %d", bit).hasSizeLessThan(2);
        }
    }

    @Test
    void zeros_are_no_records() throws IOException {
        assertThat(read(new byte[4096])).isEmpty();
    }
}
