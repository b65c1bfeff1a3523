package io.nearline.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseGuardTest {

    private final AtomicLong now = new AtomicLong();
    private final PauseGuard guard = new PauseGuard(Duration.ofSeconds(25), now::get);

    private void passSeconds(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void refusesToWriteAfterALongPauseThoughTheTickerWokeUpFirst() {
        passSeconds(73);
        guard.tick();
        passSeconds(1);
        guard.tick();

        assertThatThrownBy(guard::requireNoPause)
                .isInstanceOf(PausedProcessException.class)
                .hasMessageContaining("stood still for 73 s");
    }

    @Test
    void refusesToWriteAfterALongPauseBeforeTheTickerHasWokenUp() {
        guard.tick();
        passSeconds(26);

        assertThatThrownBy(guard::requireNoPause).isInstanceOf(PausedProcessException.class);
        assertThatThrownBy(guard::requireNoPause).isInstanceOf(PausedProcessException.class);
    }

    @Test
    void passesWhileTheProcessRunsAlsoIfNothingIsWrittenForLong() {
        for (int i = 0; i < 100; i++) {
            passSeconds(1);
            guard.tick();
        }

        assertThatCode(guard::requireNoPause).doesNotThrowAnyException();
    }
}
