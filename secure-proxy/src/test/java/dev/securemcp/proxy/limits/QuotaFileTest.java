package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas outlive the process that counted them, however it ended. */
class QuotaFileTest {

    private static final Instant NOW = Instant.parse("2026-07-28T10:00:00Z");
    private static final QuotaWindow TODAY = QuotaWindow.at(NOW, Instant.EPOCH, 86_400);
    private static final long NONE = QuotaDemand.UNLIMITED;
    /** Length and checksum of a record. */
    private static final int FRAME = 8;

    private static final int HEAD = FRAME + 24;
    private static final int COUNTER = FRAME + 40;

    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("quotas");
    }

    private QuotaFile open(Instant now) throws IOException {
        return QuotaFile.open(path(), 1_000, now);
    }

    private static QuotaDemand demand(String key, QuotaWindow window, long units, long bytes) {
        return new QuotaDemand(key, window, NONE, NONE, units, bytes, Mode.ADD);
    }

    private static void count(QuotaFile file, String key, long units, long bytes) {
        file.table().decide(demand(key, TODAY, units, bytes), Mode.ADD, NOW.toEpochMilli());
    }

    /** How many units a key has used. */
    private static long used(QuotaFile file, String key, Instant now) {
        QuotaWindow window = TODAY.of(now);
        for (long used = 0; used < 100; used++) {
            QuotaDemand demand = new QuotaDemand(key, window, used, NONE, 0, 0, Mode.CHECK);
            if (file.table().decide(demand, Mode.CHECK, now.toEpochMilli()) == Outcome.ALLOWED) {
                return used;
            }
        }
        throw new AssertionError("more than 100");
    }

    @Test
    void what_was_written_is_there_for_a_process_that_comes_after_one_that_was_killed() throws IOException {
        QuotaFile killed = open(NOW);
        count(killed, "ann", 3, 1_000);
        count(killed, "bob", 5, 0);
        killed.write(NOW);
        count(killed, "ann", 1, 24);
        killed.write(NOW);
        count(killed, "ann", 50, 0);

        QuotaFile next = open(NOW);

        assertThat(used(next, "ann", NOW)).isEqualTo(4);
        assertThat(used(next, "bob", NOW)).isEqualTo(5);
        assertThat(used(next, "carol", NOW)).isZero();
        assertThat(next.losses()).isEmpty();
        QuotaDemand bytes = new QuotaDemand("ann", TODAY, NONE, 1_024, 0, 0, Mode.CHECK);
        assertThat(next.table().decide(bytes, Mode.CHECK, NOW.toEpochMilli())).isEqualTo(Outcome.OUT_OF_BANDWIDTH);
    }

    @Test
    void a_file_cut_anywhere_holds_what_was_whole_before_the_cut() throws IOException {
        QuotaFile file = open(NOW);
        for (int i = 1; i <= 2; i++) {
            count(file, "ann", 1, 0);
            file.write(NOW);
        }
        byte[] whole = Files.readAllBytes(path());
        assertThat(whole).hasSize(HEAD + 2 * COUNTER);

        for (int length = HEAD; length <= whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            QuotaFile next = open(NOW);
            assertThat(used(next, "ann", NOW)).as("cut at %d", length).isEqualTo((length - HEAD) / COUNTER);
            assertThat(next.losses().isEmpty()).isEqualTo((length - HEAD) % COUNTER == 0);
            count(next, "ann", 7, 0);
            next.write(NOW);
            next.close();
            assertThat(used(open(NOW), "ann", NOW)).isEqualTo((length - HEAD) / COUNTER + 7);
        }
    }

    @Test
    void a_file_damaged_anywhere_never_invents_a_count() throws IOException {
        QuotaFile file = open(NOW);
        for (int i = 1; i <= 2; i++) {
            count(file, "ann", 1, 0);
            file.write(NOW);
        }
        byte[] whole = Files.readAllBytes(path());

        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(path(), damaged);
            if (at < HEAD) {
                assertThatThrownBy(() -> open(NOW))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("damaged");
            } else {
                QuotaFile next = open(NOW);
                assertThat(used(next, "ann", NOW)).as("damaged at %d", at).isEqualTo((at - HEAD) / COUNTER);
                assertThat(next.losses()).contains("not whole");
            }
        }
    }

    @Test
    void windows_that_are_over_are_not_taken_over() throws IOException {
        QuotaFile file = open(NOW);
        count(file, "ann", 3, 0);
        file.write(NOW);
        Instant tomorrow = NOW.plusSeconds(86_400);

        assertThat(used(open(tomorrow), "ann", tomorrow)).isZero();
        assertThat(Files.size(path())).isEqualTo(HEAD);
    }

    @Test
    void the_file_does_not_grow_with_the_calls_but_with_the_keys() throws IOException {
        QuotaFile file = open(NOW);
        long largest = 0;
        for (int round = 0; round < 400; round++) {
            for (int key = 0; key < 200; key++) {
                count(file, "key" + key, 1, 1);
            }
            file.write(NOW);
            largest = Math.max(largest, Files.size(path()));
        }
        assertThat(largest).isBetween(1L << 20, (1L << 20) + 4 * 200 * COUNTER + HEAD);
        QuotaFile next = open(NOW);
        assertThat(Files.size(path())).isEqualTo(HEAD + 200L * COUNTER);
        QuotaDemand last = new QuotaDemand("key7", TODAY, 400, NONE, 0, 0, Mode.CHECK);
        assertThat(next.table().decide(last, Mode.CHECK, NOW.toEpochMilli())).isEqualTo(Outcome.ALLOWED);
        QuotaDemand less = new QuotaDemand("key7", TODAY, 399, NONE, 0, 0, Mode.CHECK);
        assertThat(next.table().decide(less, Mode.CHECK, NOW.toEpochMilli())).isEqualTo(Outcome.OUT_OF_CALLS);
    }

    @Test
    void nothing_is_written_where_nothing_has_changed() throws IOException {
        QuotaFile file = open(NOW);
        count(file, "ann", 1, 0);
        file.write(NOW);
        long size = Files.size(path());
        file.table().decide(new QuotaDemand("ann", TODAY, 1, NONE, 1, 0, Mode.TAKE), Mode.TAKE, NOW.toEpochMilli());

        file.write(NOW);

        assertThat(Files.size(path())).isEqualTo(size);
    }

    @Test
    void what_could_not_be_written_is_written_with_the_next() throws IOException {
        QuotaFile file = open(NOW);
        count(file, "ann", 2, 0);
        file.close();
        assertThatThrownBy(() -> file.write(NOW)).isInstanceOf(IOException.class);
        count(file, "ann", 3, 0);

        file.write(NOW);

        assertThat(used(open(NOW), "ann", NOW)).isEqualTo(5);
    }

    @Test
    void counters_that_find_no_room_are_told_of() throws IOException {
        QuotaFile file = QuotaFile.open(path(), 1_000, NOW);
        for (int key = 0; key < 100; key++) {
            count(file, "key" + key, 1, 0);
        }
        file.write(NOW);

        assertThat(QuotaFile.open(path(), 64, NOW).losses())
                .isEqualTo("36 counters found no room (limits.quota-counters)");
    }

    @Test
    void only_its_owner_may_read_it() throws IOException {
        QuotaFile file = open(NOW);
        count(file, "ann", 1, 0);
        file.write(NOW);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void quotas_of_many_threads_are_written_without_loss() throws Exception {
        QuotaFile file = open(NOW);
        int threads = 4;
        Thread[] counting = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            counting[i] = Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 20_000; n++) {
                    count(file, "key" + n % 50, 1, 0);
                }
            });
        }
        for (Thread thread : counting) {
            while (thread.isAlive()) {
                file.write(NOW);
                thread.join(1);
            }
        }
        file.write(NOW);

        QuotaFile next = open(NOW);
        for (int key = 0; key < 50; key++) {
            QuotaDemand exactly = new QuotaDemand("key" + key, TODAY, threads * 400, NONE, 0, 0, Mode.CHECK);
            assertThat(next.table().decide(exactly, Mode.CHECK, NOW.toEpochMilli()))
                    .isEqualTo(Outcome.ALLOWED);
            QuotaDemand less = new QuotaDemand("key" + key, TODAY, threads * 400 - 1, NONE, 0, 0, Mode.CHECK);
            assertThat(next.table().decide(less, Mode.CHECK, NOW.toEpochMilli()))
                    .isEqualTo(Outcome.OUT_OF_CALLS);
        }
    }
}
