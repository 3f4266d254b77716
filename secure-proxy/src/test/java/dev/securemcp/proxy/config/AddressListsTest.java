package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressListsTest {

    private static final String CONFIGURED = FaultyDocuments.top("address-lists: { blocked: blocked.txt }");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("blocked.txt");
    }

    @Test
    void a_file_is_read_as_block_lists_are_published() throws Exception {
        Files.writeString(
                file,
                """
                # a header
                198.51.100.0/24 ; SBL1

                203.0.113.9
                2001:db8::/32# close by
                192.0.2.10 - 192.0.2.19
                """);

        AddressSet blocked =
                new Reading(directory).sound(CONFIGURED).addressLists().get("blocked");

        assertThat(blocked.size()).isEqualTo(4);
        assertThat(blocked.find("198.51.100.200")).isEqualTo(AddressSet.Found.IN);
        assertThat(blocked.find("2001:db8::77")).isEqualTo(AddressSet.Found.IN);
        assertThat(blocked.find("192.0.2.15")).isEqualTo(AddressSet.Found.IN);
        assertThat(blocked.find("192.0.2.20")).isEqualTo(AddressSet.Found.OUT);
    }

    @Test
    void faulty_lines_are_told_with_their_number_and_a_bound() throws Exception {
        Files.writeString(file, "10.0.0.1\nx\n10.0.0.9-10.0.0.1\n" + "y\n".repeat(100));

        assertThat(new Reading(directory).faults(CONFIGURED))
                .hasSize(6)
                .contains(
                        "blocked.txt:2: address-lists.blocked: the line is no address; write one entry a line: 192.0.2.1,"
                                + " 198.51.100.0/24, 2001:db8::/32 or 192.0.2.1-192.0.2.9")
                .anyMatch(fault ->
                        fault.startsWith("blocked.txt:3:") && fault.contains("the first address is behind the last"))
                .anyMatch(fault -> fault.contains("and 97 more lines of the file blocked.txt are no addresses"));
    }

    @Test
    void a_file_that_is_missing_or_too_large_is_told() throws Exception {
        assertThat(new Reading(directory).faults(CONFIGURED))
                .singleElement()
                .asString()
                .contains("address-lists.blocked: the file blocked.txt does not exist");

        Files.writeString(file, "10.0.0.1\n".repeat(200));
        assertThat(new Reading(directory).faults(CONFIGURED + "\nlimits: { address-list: 1KiB }"))
                .singleElement()
                .asString()
                .contains("the file blocked.txt is larger than 1KiB");
    }
}
