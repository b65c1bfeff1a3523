package io.nearline.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.bench.search.OpenLoop.Load;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final long MILLISECOND = 1_000_000;

    /** Time that passes by itself, a microsecond a look. */
    private final AtomicLong time = new AtomicLong();

    private OpenLoop generator() {
        return new OpenLoop(1, () -> time.addAndGet(1_000), time::addAndGet);
    }

    @Test
    void sendsAboutSoManyASecond() {
        Load load = generator().run(100, 2, i -> CompletableFuture.completedFuture(true));

        assertThat(load.sent()).isBetween(150, 250);
        assertThat(load.failed()).isZero();
        assertThat(load.isWithin(1_000)).isTrue();
    }

    @Test
    void chargesAServiceThatFallsBehindForWhatWaits() {
        Load load =
                generator()
                        .run(
                                100,
                                1,
                                i -> {
                                    time.addAndGet(20 * MILLISECOND);
                                    return CompletableFuture.completedFuture(true);
                                });

        assertThat(load.micros().orElseThrow().p99()).isGreaterThan(300_000);
        assertThat(load.isWithin(50_000)).isFalse();
    }

    @Test
    void countsWhatIsNotAnswered() {
        Load load =
                generator()
                        .run(
                                100,
                                1,
                                i ->
                                        i == 3
                                                ? CompletableFuture.failedFuture(
                                                        new IllegalStateException())
                                                : CompletableFuture.completedFuture(i != 5));

        assertThat(load.failed()).isEqualTo(2);
        assertThat(load.isWithin(1_000_000)).isFalse();
    }
}
