package io.nearline.pipeline.source.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static int takenWithin(TokenBucket bucket, long from, long to) {
        int taken = 0;
        long now = from;
        while (now < to) {
            long wait = bucket.take(1, now);
            if (wait == 0) {
                taken++;
            } else {
                now += wait;
            }
        }
        return taken;
    }

    @Test
    void keepsToItsRate() {
        TokenBucket bucket = new TokenBucket(100, 0);

        // Five were in the bucket.
        assertThat(takenWithin(bucket, 0, 10 * SECOND)).isBetween(1000, 1006);
    }

    @Test
    void letsAShortStallBeCaughtUpAndNoMore() {
        TokenBucket bucket = new TokenBucket(100, 0);
        takenWithin(bucket, 0, SECOND);

        assertThat(takenWithin(bucket, 60 * SECOND, 60 * SECOND + 1)).isEqualTo(5);
    }

    @Test
    void saysWhenItIsWorthAskingAgain() {
        TokenBucket bucket = new TokenBucket(2, 0);
        assertThat(bucket.take(1, 0)).isZero();

        assertThat(bucket.take(1, 0)).isEqualTo(SECOND / 2);
        assertThat(bucket.take(1, SECOND / 2)).isZero();
    }

    @Test
    void paysBackWhatItLent() {
        TokenBucket bucket = new TokenBucket(10, 0);
        assertThat(bucket.take(11, 0)).isZero();

        assertThat(bucket.take(1, 0)).isEqualTo(SECOND * 11 / 10);
    }

    @Test
    void worksBelowOneRecordASecond() {
        TokenBucket bucket = new TokenBucket(0.5, 0);

        assertThat(takenWithin(bucket, 0, 10 * SECOND)).isBetween(5, 6);
    }
}
