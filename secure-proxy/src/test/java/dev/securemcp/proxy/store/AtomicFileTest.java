package dev.securemcp.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path directory;

    private static AtomicFile.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_file_is_made_and_replaced_whole_and_nothing_else_is_left_behind() throws IOException {
        Path file = directory.resolve("state");

        AtomicFile.replace(file, text("old, and longer"));
        AtomicFile.replace(file, text("new"));

        assertThat(file).hasContent("new");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_old_content_stays_where_the_new_cannot_be_written() throws IOException {
        Path file = directory.resolve("state");
        AtomicFile.replace(file, text("old"));

        assertThatThrownBy(() -> AtomicFile.replace(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_a_crash_left_behind_does_not_stand_in_the_way() throws IOException {
        Files.writeString(directory.resolve(".state.new"), "half");

        AtomicFile.replace(directory.resolve("state"), text("new"));

        assertThat(directory.resolve("state")).hasContent("new");
    }

    @Test
    void state_is_its_owners_alone_and_other_files_keep_their_permissions() throws IOException {
        Path state = directory.resolve("state");
        Path shared = Files.writeString(directory.resolve("shared"), "old");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));

        AtomicFile.replace(state, text("new"));
        AtomicFile.replaceKeepingPermissions(shared, text("new"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rw-r-----");
    }
}
