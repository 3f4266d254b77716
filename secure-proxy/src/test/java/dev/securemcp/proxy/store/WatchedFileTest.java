package dev.securemcp.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {

    @TempDir
    Path directory;

    private Path path;
    private Instant later;

    @BeforeEach
    void write() throws IOException {
        path = Files.writeString(directory.resolve("file"), "one");
        // Behind the last tick in which two writes could look alike.
        later = Files.getLastModifiedTime(path).toInstant().plusSeconds(3600);
    }

    private WatchedFile watched(InstantSource clock) throws IOException {
        WatchedFile file = new WatchedFile(path, clock);
        file.offer();
        assertThat(file.taken()).isTrue();
        assertThat(file.look()).isFalse();
        return file;
    }

    private void replace(Path target, String text) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), text);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_file_that_takes_the_place_of_another_is_ready_at_once() throws IOException {
        WatchedFile file = watched(() -> later);

        replace(path, "two");

        assertThat(file.look()).isTrue();
        assertThat(file.taken()).isTrue();
        assertThat(file.look()).isFalse();
    }

    @Test
    void a_file_that_is_written_where_it_lies_is_ready_when_it_looks_the_same_twice() throws IOException {
        WatchedFile file = watched(() -> later);

        Files.writeString(path, "two, and ");
        assertThat(file.look()).isFalse();
        Files.writeString(path, "two, and more");
        assertThat(file.look()).isFalse();
        assertThat(file.look()).isTrue();
        assertThat(file.taken()).isTrue();
        assertThat(file.look()).isFalse();
    }

    @Test
    void what_changes_while_it_is_read_is_not_to_be_used() throws IOException {
        WatchedFile file = watched(() -> later);
        replace(path, "two");
        assertThat(file.look()).isTrue();

        Files.writeString(path, "three");
        assertThat(file.taken()).isFalse();

        assertThat(file.look()).isTrue();
        assertThat(file.taken()).isTrue();
    }

    @Test
    void a_link_that_leads_elsewhere_is_a_change() throws IOException {
        Path a = Files.createDirectory(directory.resolve("a"));
        Path b = Files.createDirectory(directory.resolve("b"));
        Files.writeString(a.resolve("file"), "one");
        Files.writeString(b.resolve("file"), "two");
        Path data = Files.createSymbolicLink(directory.resolve("data"), a);
        path = data.resolve("file");
        WatchedFile file = watched(() -> later);

        Path swap = Files.createSymbolicLink(directory.resolve("data.new"), b);
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(file.look()).isTrue();
    }

    /** Two writes within one tick of the file system's clock; where it ticks so fast that none are, the stamps tell them apart. */
    @Test
    void a_write_in_the_same_tick_is_found_by_its_content() throws IOException {
        Instant[] now = new Instant[1];
        for (int attempt = 0; attempt < 500; attempt++) {
            Files.writeString(path, "one");
            now[0] = Instant.EPOCH;
            WatchedFile file = new WatchedFile(path, () -> now[0]);
            file.offer();
            assertThat(file.taken()).isTrue();
            FileStamp stamp = FileStamp.of(path).orElseThrow();
            Files.writeString(path, "two");
            if (FileStamp.of(path).orElseThrow().equals(stamp)) {
                assertThat(file.look()).as("too early to tell").isFalse();
                now[0] = later;
                assertThat(file.look()).isTrue();
                assertThat(file.taken()).isTrue();
                assertThat(file.look()).isFalse();
                return;
            }
            boolean first = file.look();
            assertThat(first || file.look()).isTrue();
        }
    }

    @Test
    void a_young_file_is_looked_into_once_when_its_age_can_tell_and_not_again() throws IOException {
        Instant[] now = {Files.getLastModifiedTime(path).toInstant()};
        WatchedFile file = new WatchedFile(path, () -> now[0]);
        file.offer();
        assertThat(file.taken()).isTrue();

        assertThat(file.look()).isFalse();
        now[0] = later;
        assertThat(file.look()).as("the content is the same").isFalse();
        assertThat(file.look()).isFalse();
    }

    @Test
    void a_file_that_goes_away_and_comes_back_is_offered_each_time() throws IOException {
        WatchedFile file = watched(() -> later);

        Files.delete(path);
        assertThat(file.look()).isFalse();
        assertThat(file.look()).isTrue();
        assertThat(file.taken()).isTrue();
        assertThat(file.look()).isFalse();

        Files.writeString(path, "back");
        assertThat(file.look()).isFalse();
        assertThat(file.look()).isTrue();
    }
}
