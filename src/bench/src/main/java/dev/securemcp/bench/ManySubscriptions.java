package dev.securemcp.bench;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.SubscriptionDecision;
import dev.securemcp.proxy.identity.SubscriptionDecision.Allowed;
import dev.securemcp.proxy.identity.SubscriptionLines;
import dev.securemcp.proxy.identity.SubscriptionTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a file of many subscriptions with two keys each costs: reading it in a cold JVM and again, the memory that stays, and checking
 * keys of it. Argument: how many subscriptions (1000000). Times are the wall's and, since machines are shared, the thread's own.
 */
public final class ManySubscriptions {

    private static final int RELOADS = 7;
    private static final int LOOKUPS = 1_000_000;
    private static final int ROUNDS = 7;
    private static final int BLOCK = 1000;
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ManySubscriptions() {}

    public static void main(String[] args) throws IOException {
        int count = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        Path directory = Files.createTempDirectory("many-subscriptions");
        Path lines = directory.resolve("subscriptions.jsonl");
        Path yaml = directory.resolve("gateway.yaml");
        try {
            write(lines, count);
            Configuration configuration = configuration(yaml);
            System.out.printf("%d subscriptions in %d MB%n", count, Files.size(lines) >> 20);
            long before = used();
            Timed cold = new Timed();
            SubscriptionTable table = load(lines, configuration, SubscriptionTable.EMPTY);
            cold.stop();
            System.out.printf("cold: %d ms (%d ms of the thread's own)%n", cold.wall, cold.own);
            System.out.printf(
                    "kept: %d MB of heap, %d MB of them arrays: %d bytes a subscription%n",
                    used() - before >> 20, table.footprint() >> 20, table.footprint() / count);
            again("anew", lines, configuration, SubscriptionTable.EMPTY);
            changeOne(lines);
            again("with one line changed", lines, configuration, table);
            lookUp(configuration, table, count);
        } finally {
            Files.deleteIfExists(lines);
            Files.deleteIfExists(yaml);
            Files.delete(directory);
        }
    }

    private static void again(String what, Path lines, Configuration configuration, SubscriptionTable before) {
        long[] wall = new long[RELOADS];
        long[] own = new long[RELOADS];
        for (int i = 0; i < RELOADS; i++) {
            Timed timed = new Timed();
            load(lines, configuration, before);
            timed.stop();
            wall[i] = timed.wall;
            own[i] = timed.own;
        }
        System.out.printf(
                "%s: %d ms (%d ms of the thread's own), medians of %d%n", what, median(wall), median(own), RELOADS);
    }

    private static void lookUp(Configuration configuration, SubscriptionTable table, int count) {
        KeyRing keys = KeyRing.of(configuration);
        keys.replaceFile(table);
        Random random = new Random(1);
        String[] known = new String[LOOKUPS];
        String[] unknown = new String[LOOKUPS];
        for (int i = 0; i < LOOKUPS; i++) {
            known[i] = key("p", random.nextInt(count));
            unknown[i] = key("u", random.nextInt(count));
        }
        System.out.printf("a known key, anywhere in the table: %d ns%n", check(keys, known, true));
        System.out.printf("an unknown key: %d ns%n", check(keys, unknown, false));
        String[] few = new String[LOOKUPS];
        Arrays.setAll(few, i -> known[i % 100]);
        System.out.printf("one of a hundred keys: %d ns%n", check(keys, few, true));
    }

    /** Nanoseconds of the thread's own for one key: the median of some rounds, the first of which are warm-up. */
    private static long check(KeyRing keys, String[] presented, boolean allowed) {
        long[] rounds = new long[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            long spent = 0;
            int found = 0;
            for (int from = 0; from < presented.length; from += BLOCK) {
                // A key comes from the network, so it is in the cache, unlike what it is looked up in.
                int letters = 0;
                for (int i = from; i < from + BLOCK; i++) {
                    letters += presented[i].charAt(presented[i].length() - 1);
                }
                long start = THREADS.getCurrentThreadCpuTime();
                for (int i = from; i < from + BLOCK; i++) {
                    SubscriptionDecision decision = keys.check(presented[i], "s", true, NOW);
                    found += decision instanceof Allowed ? 1 : 0;
                }
                spent += THREADS.getCurrentThreadCpuTime() - start;
                if (letters == 0) {
                    throw new IllegalStateException("keys have letters");
                }
            }
            if (found != (allowed ? presented.length : 0)) {
                throw new IllegalStateException(found + " keys were found");
            }
            if (round >= 0) {
                rounds[round] = spent / presented.length;
            }
        }
        return median(rounds);
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static final class Timed {
        private final long wallStart = System.nanoTime();
        private final long ownStart = THREADS.getCurrentThreadCpuTime();
        private long wall;
        private long own;

        void stop() {
            wall = (System.nanoTime() - wallStart) / 1_000_000;
            own = (THREADS.getCurrentThreadCpuTime() - ownStart) / 1_000_000;
        }
    }

    /** As long as a key of our own making. */
    private static String key(String kind, int number) {
        return "smcp_%s%048d".formatted(kind, number);
    }

    private static void write(Path file, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                out.write("{\"id\":\"subscription-" + i + "\",\"product\":\"p\",\"primary-key\":{\"sha256\":\""
                        + Sha256.of(key("p", i)).hex() + "\"},\"secondary-key\":{\"sha256\":\""
                        + Sha256.of(key("s", i)).hex() + "\"},\"expires\":\"2027-01-01\",\"owner\":\"team-" + i % 1000
                        + "\"}\n");
            }
        }
    }

    private static Configuration configuration(Path file) throws IOException {
        Files.writeString(
                file,
                """
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                products: { p: { servers: [s] } }
                """);
        Faults faults = new Faults();
        return ConfigurationReader.ofProcess()
                .read(file, faults)
                .orElseThrow(() -> new IllegalStateException(faults.all().toString()));
    }

    /** Suspends a subscription in the middle. */
    private static void changeOne(Path file) throws IOException {
        List<String> all = new ArrayList<>(Files.readAllLines(file));
        int middle = all.size() / 2;
        all.set(middle, all.get(middle).replace("\"owner\"", "\"state\":\"suspended\",\"owner\""));
        Files.write(file, all);
    }

    private static SubscriptionTable load(Path file, Configuration configuration, SubscriptionTable before) {
        Faults faults = new Faults();
        SubscriptionLines.Surroundings around = new SubscriptionLines.Surroundings(
                configuration.products(),
                configuration.servers().keySet(),
                SubscriptionTable.EMPTY,
                false,
                configuration.limits());
        return SubscriptionLines.read(file, around, before, faults)
                .orElseThrow(() -> new IllegalStateException(faults.all().toString()));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
