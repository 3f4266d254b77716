package dev.securemcp.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void it_is_made_for_its_owner_alone() throws IOException {
        Path path = directory.resolve("a/state");

        try (StateDirectory state = StateDirectory.open(path)) {
            assertThat(state.file("x")).isEqualTo(path.resolve("x"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void one_gateway_has_it_at_a_time() throws IOException {
        StateDirectory first = StateDirectory.open(directory);

        assertThatThrownBy(() -> StateDirectory.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another gateway");

        first.close();
        StateDirectory.open(directory).close();
    }

    @Test
    void state_is_written_at_intervals_and_once_more_at_the_end() {
        AtomicInteger written = new AtomicInteger();
        StateWriter writer = new StateWriter();
        writer.every(Duration.ofMillis(5), "the count", written::incrementAndGet);
        Awaitility.await().until(() -> written.get() >= 2);

        int before = written.get();
        writer.close();

        int atTheEnd = written.get();
        assertThat(atTheEnd).isGreaterThan(before);
    }

    @Test
    void a_failure_is_not_the_last_try() {
        AtomicInteger tries = new AtomicInteger();
        try (StateWriter writer = new StateWriter()) {
            writer.every(Duration.ofMillis(5), "the count", () -> {
                tries.incrementAndGet();
                throw new IOException("disk full");
            });
            Awaitility.await().until(() -> tries.get() >= 3);
        }
    }
}
