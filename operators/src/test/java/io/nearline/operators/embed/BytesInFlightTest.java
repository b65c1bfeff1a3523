package io.nearline.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BytesInFlightTest {

    private final BytesInFlight bytes = new BytesInFlight(100);

    private Thread entering(long weight, FutureTask<Boolean> entered) {
        Thread thread = new Thread(entered, "enters with " + weight);
        thread.start();
        return thread;
    }

    private FutureTask<Boolean> entry(long weight) {
        return new FutureTask<>(
                () -> {
                    bytes.enter(weight);
                    return true;
                });
    }

    @Test
    void holdsBackWhoeverBringsMoreThanThereIsRoomFor() throws Exception {
        bytes.enter(60);
        bytes.enter(40);
        FutureTask<Boolean> third = entry(50);
        Thread caller = entering(50, third);
        await().until(() -> caller.getState() == Thread.State.WAITING);

        bytes.leave(40);
        assertThat(third.isDone()).isFalse();
        bytes.leave(60);

        assertThat(third.get()).isTrue();
    }

    @Test
    void letsALargerPostGoAlone() throws Exception {
        bytes.enter(1);
        FutureTask<Boolean> large = entry(1000);
        Thread caller = entering(1000, large);
        await().until(() -> caller.getState() == Thread.State.WAITING);

        bytes.leave(1);
        assertThat(large.get()).isTrue();

        FutureTask<Boolean> small = entry(1);
        Thread next = entering(1, small);
        await().until(() -> next.getState() == Thread.State.WAITING);
        bytes.leave(1000);
        assertThat(small.get()).isTrue();
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        bytes.enter(100);
        FutureTask<Boolean> waiting = entry(1);
        Thread caller = entering(1, waiting);
        await().until(() -> caller.getState() == Thread.State.WAITING);

        caller.interrupt();

        assertThat(waiting).failsWithin(java.time.Duration.ofSeconds(10));
    }
}
