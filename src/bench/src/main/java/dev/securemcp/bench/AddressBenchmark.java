package dev.securemcp.bench;

import dev.securemcp.proxy.config.AddressSet;
import dev.securemcp.proxy.config.AddressText;
import java.net.InetAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a list of a hundred thousand ranges costs a call: the caller's address as text, a different one each time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AddressBenchmark {

    private static final int RANGES = 100_000;

    private final String[] callers4 = new String[1 << 12];
    private final String[] callers6 = new String[1 << 12];
    private AddressSet ranges4;
    private AddressSet ranges6;
    private int next;

    /** Ranges at equal distances, so that none are joined, and callers all over the space: about half of them are listed. */
    @Setup
    public void load() {
        AddressSet.Builder four = new AddressSet.Builder();
        AddressSet.Builder six = new AddressSet.Builder();
        long step = (1L << 32) / RANGES;
        for (int i = 0; i < RANGES; i++) {
            long from = i * step;
            long to = from + step / 2;
            four.add(four(from), four(to));
            six.add(six(from, "::"), six(to, ":ffff:ffff:ffff:ffff:ffff:ffff"));
        }
        ranges4 = four.build();
        ranges6 = six.build();
        if (ranges4.size() != RANGES || ranges6.size() != RANGES) {
            throw new IllegalStateException("ranges were joined");
        }
        Random random = new Random(1);
        for (int i = 0; i < callers4.length; i++) {
            long bits = random.nextLong(1L << 32);
            callers4[i] = four(bits).getHostAddress();
            callers6[i] = six(bits, "::" + Integer.toHexString(1 + random.nextInt(0xffff)))
                    .getHostAddress();
        }
    }

    private static InetAddress four(long bits) {
        return AddressText.parse(
                (bits >> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255));
    }

    private static InetAddress six(long bits, String rest) {
        return AddressText.parse(Long.toHexString(bits >> 16) + ":" + Long.toHexString(bits & 0xffff) + rest);
    }

    @Benchmark
    public Object listOfIpv4() {
        return ranges4.find(callers4[next++ & callers4.length - 1]);
    }

    @Benchmark
    public Object listOfIpv6() {
        return ranges6.find(callers6[next++ & callers6.length - 1]);
    }
}
