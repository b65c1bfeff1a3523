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

    private static CompletableFuture<QueryOutcome> answer(boolean answered) {
        return CompletableFuture.completedFuture(QueryOutcome.answered(answered));
    }

    @Test
    void sendsAboutSoManyASecond() {
        Load load = generator().run(100, 2, i -> answer(true));

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
                                    return answer(true);
                                });

        assertThat(load.micros().orElseThrow().p99()).isGreaterThan(300_000);
        assertThat(load.isWithin(50_000)).isFalse();
    }

    @Test
    void tellsTheSlowestFirst() {
        Load load =
                generator()
                        .run(
                                100,
                                1,
                                i -> {
                                    time.addAndGet(i == 7 ? 900 * MILLISECOND : 0);
                                    return answer(true);
                                });

        assertThat(load.answers()).hasSize(load.sent());
        assertThat(load.answers().get(0).micros()).isGreaterThanOrEqualTo(900_000);
        assertThat(load.answers().get(0).lateMicros()).isLessThan(1_000);
        assertThat(load.answers().get(1).lateMicros()).isGreaterThan(800_000);
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
                                                : answer(i != 5));

        assertThat(load.failed()).isEqualTo(2);
        assertThat(load.isWithin(1_000_000)).isFalse();
    }
}
