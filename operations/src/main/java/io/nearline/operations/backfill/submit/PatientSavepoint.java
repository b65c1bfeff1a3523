package io.nearline.operations.backfill.submit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks for a savepoint again while it is declined for a reason that passes: a task that was just
 * starting or ending, another checkpoint under way.
 */
final class PatientSavepoint {

    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Consumer<String> listener;
    private final Consumer<Duration> pause;

    /**
     * @param listener told why a savepoint was declined, and that it is asked for again
     * @param pause waits that long
     */
    PatientSavepoint(Consumer<String> listener, Consumer<Duration> pause) {
        this.listener = listener;
        this.pause = pause;
    }

    /**
     * Asks until it is there.
     *
     * @param attempt asks once
     * @param isAlive whether the job still runs
     * @return where it is
     * @throws RemoteJobException if it cannot be had; says whether the job goes on
     */
    String ask(Supplier<String> attempt, BooleanSupplier isAlive) {
        Duration next = FIRST_PAUSE;
        for (int i = 1; ; i++) {
            try {
                return attempt.get();
            } catch (RemoteJobException declined) {
                if (!RestFailure.passes(declined)) {
                    throw declined;
                }
                if (!isAlive.getAsBoolean()) {
                    throw new RemoteJobException(
                            "there is nothing to pause: the job ended while it was asked for a"
                                    + " savepoint",
                            declined);
                }
                if (i == ATTEMPTS) {
                    throw new RemoteJobException(
                            "%s; declined %d times, and the job goes on: try again later"
                                    .formatted(declined.getMessage(), ATTEMPTS),
                            declined);
                }
                listener.accept(
                        "%s; asked for again in %d s"
                                .formatted(declined.getMessage(), next.toSeconds()));
                pause.accept(next);
                next = next.multipliedBy(2);
            }
        }
    }
}
