package io.nearline.operations.backfill.submit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks for a savepoint again while it is declined for a reason that passes: the job is being
 * restarted, or another checkpoint is under way.
 */
final class PatientSavepoint {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private final Consumer<String> listener;

    /**
     * @param listener told what it waits for
     */
    PatientSavepoint(InstantSource clock, Consumer<String> listener) {
        this(clock, PatientSavepoint::sleep, listener);
    }

    /**
     * @param pause waits that long
     */
    PatientSavepoint(InstantSource clock, Consumer<Duration> pause, Consumer<String> listener) {
        this.clock = clock;
        this.pause = pause;
        this.listener = listener;
    }

    /**
     * Asks until it is there, for a minute.
     *
     * @param attempt asks once
     * @param isAlive whether the job has not ended; one that is being restarted has not
     * @return where it is
     * @throws RemoteJobException if it cannot be had; says whether the job goes on
     */
    String ask(Supplier<String> attempt, BooleanSupplier isAlive) {
        Instant start = clock.instant();
        Duration next = FIRST_PAUSE;
        for (int asked = 1; ; asked++) {
            try {
                return attempt.get();
            } catch (RemoteJobException declined) {
                Optional<String> awaited = RestFailure.passesWhen(declined);
                if (awaited.isEmpty()) {
                    throw declined;
                }
                if (!isAlive.getAsBoolean()) {
                    throw new RemoteJobException(
                            "there is nothing to pause: the job ended while it was asked for a"
                                    + " savepoint",
                            declined);
                }
                Duration waited = Duration.between(start, clock.instant());
                if (waited.compareTo(PATIENCE) >= 0) {
                    throw new RemoteJobException(
                            "%s; asked %d times in %d s, and the job goes on: try again once %s"
                                    .formatted(
                                            declined.getMessage(),
                                            asked,
                                            waited.toSeconds(),
                                            awaited.get()),
                            declined);
                }
                listener.accept(
                        "%s; waits until %s, asks again in %d s, gives up in %d s"
                                .formatted(
                                        declined.getMessage(),
                                        awaited.get(),
                                        next.toSeconds(),
                                        PATIENCE.minus(waited).toSeconds()));
                pause.accept(next);
                next = shorter(next.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteJobException("interrupted while waiting for a savepoint", e);
        }
    }
}
