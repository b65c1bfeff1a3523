package io.nearline.embedding.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the texts in a row that got no vector, whatever the reason. Safe for use by many threads.
 */
final class ModelHealth {

    /**
     * So many failures in a row make the model suspicious. Texts that no model can embed are rare
     * and seldom come together; a model that fails always fails so often within a second.
     */
    static final int SUSPICIOUS = 20;

    private final AtomicInteger failures = new AtomicInteger();

    /** A text got its vector, or the model passed a test. */
    void succeeded() {
        // Written seldom: all workers read it with each text.
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /**
     * A text got none.
     *
     * @return whether the caller has to test the model now
     */
    boolean failed() {
        return failures.incrementAndGet() % SUSPICIOUS == 0;
    }
}
