package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabTest {

    /** Beside a map, with hashes that crowd in few places. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void finds_what_was_put_in_and_nothing_else(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int max = 200;
        Slab slab = new Slab(3, max);
        Map<Long, Long> model = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            long hash = random.nextInt(40) | (long) random.nextInt(12) << 32;
            int record = slab.find(hash);
            assertThat(record != Slab.NONE).isEqualTo(model.containsKey(hash));
            if (record == Slab.NONE) {
                record = slab.insert(hash);
                assertThat(record == Slab.NONE).isEqualTo(model.size() == max);
                if (record != Slab.NONE) {
                    long value = random.nextLong();
                    slab.chunk(record)[slab.at(record) + 2] = value;
                    model.put(hash, value);
                }
            } else {
                assertThat(slab.inUse(record)).isTrue();
                assertThat(slab.chunk(record)[slab.at(record) + 2]).isEqualTo(model.get(hash));
                if (random.nextInt(3) == 0) {
                    slab.remove(record);
                    assertThat(slab.inUse(record)).isFalse();
                    model.remove(hash);
                }
            }
            assertThat(slab.size()).isEqualTo(model.size());
        }
    }
}
