package io.nearline.operators.registry;

import java.time.Duration;
import java.time.InstantSource;

/** Asks a registry until it answers, with longer and longer pauses. One thread only. */
final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final KnownSchemas.Waiting waiting;
    private final Pause pause;
    private final InstantSource clock;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {

        /** By the clock. */
        Pause SLEEP = time -> Thread.sleep(time.toMillis());

        void of(Duration time) throws InterruptedException;
    }

    /** What is asked; an exception of {@code E} is an answer. */
    @FunctionalInterface
    interface Question<T, E extends Exception> {
        T ask() throws E, RegistryUnavailableException, InterruptedException;
    }

    Patience(KnownSchemas.Waiting waiting, Pause pause, InstantSource clock) {
        this.waiting = waiting;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The registry's answer. The observer is told once that it does not come, and when it does.
     *
     * @throws InterruptedException if the thread is told to end while it waits
     */
    <T, E extends Exception> T answer(Question<T, E> question) throws E, InterruptedException {
        long began = clock.millis();
        boolean waits = false;
        for (Duration next = FIRST_PAUSE; ; next = longer(next)) {
            boolean answered = true;
            try {
                return question.ask();
            } catch (RegistryUnavailableException e) {
                answered = false;
                if (!waits) {
                    waiting.begins(String.valueOf(e.getMessage()));
                }
                waits = true;
            } catch (InterruptedException e) {
                answered = false;
                throw e;
            } finally {
                if (answered && waits) {
                    waiting.ends(Duration.ofMillis(clock.millis() - began));
                }
            }
            pause.of(next);
        }
    }

    /** The pause before a question that was answered is asked once more. */
    void pauseShortly() throws InterruptedException {
        pause.of(FIRST_PAUSE);
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
