package dev.securemcp.weather.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.provider.upstream.UpstreamFault.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private final UpstreamFault down = new UpstreamFault(Kind.UNREACHABLE, "down");

    @Test
    void thePauseDoublesAndHalfOfItIsChance() {
        RetryPause least = new RetryPause(FIRST, LONGEST, () -> 0.0);
        RetryPause most = new RetryPause(FIRST, LONGEST, () -> 0.999);
        assertThat(least.nextDelayInMillis(down)).isEqualTo(100);
        assertThat(least.nextDelayInMillis(down)).isEqualTo(200);
        assertThat(least.nextDelayInMillis(down)).isEqualTo(400);
        assertThat(most.nextDelayInMillis(down)).isBetween(195L, 200L);
        assertThat(most.nextDelayInMillis(down)).isBetween(395L, 400L);
    }

    @Test
    void noPauseIsMuchLongerThanTheLongest() {
        RetryPause pause = new RetryPause(FIRST, LONGEST, () -> 0.5);
        for (int i = 0; i < 100; i++) {
            assertThat(pause.nextDelayInMillis(down)).isBetween(1L, 3200L);
        }
    }

    @Test
    void retryAfterIsHonoured() {
        UpstreamFault busy = new UpstreamFault(Kind.BUSY, "busy", null, Duration.ofSeconds(2));
        assertThat(new RetryPause(FIRST, LONGEST, () -> 0.5).nextDelayInMillis(busy))
                .isEqualTo(2100);
    }

    @Test
    void onlyWhatPassesByItselfIsTriedAgain() {
        assertThat(down.retryable(LONGEST)).isTrue();
        assertThat(new UpstreamFault(Kind.SERVER_ERROR, "").retryable(LONGEST)).isTrue();
        assertThat(new UpstreamFault(Kind.BUSY, "", null, Duration.ofSeconds(3)).retryable(LONGEST))
                .isTrue();
        assertThat(new UpstreamFault(Kind.BUSY, "", null, Duration.ofSeconds(4)).retryable(LONGEST))
                .isFalse();
        assertThat(new UpstreamFault(Kind.NOT_FOUND, "").retryable(LONGEST)).isFalse();
        assertThat(new UpstreamFault(Kind.REFUSED, "").retryable(LONGEST)).isFalse();
        assertThat(new UpstreamFault(Kind.CANCELLED, "").retryable(LONGEST)).isFalse();
    }
}
