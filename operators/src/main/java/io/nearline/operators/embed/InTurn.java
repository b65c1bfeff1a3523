package io.nearline.operators.embed;

import java.util.List;

/** Runs actions one after another, each of them whatever became of those before. */
final class InTurn {

    private InTurn() {}

    /** Runs all; then throws what the first one that failed threw, and the others suppressed. */
    static void run(List<Runnable> actions) {
        Throwable first = null;
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
