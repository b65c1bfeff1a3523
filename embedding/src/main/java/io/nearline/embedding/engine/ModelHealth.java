package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out who is to blame for a text that got no vector: the text, the moment or the machine. It
 * counts the texts in a row that got none, whatever the reason, and tests the model when there are
 * many. Safe for use by many threads.
 */
final class ModelHealth {

    /**
     * So many failures in a row make the model suspicious. Texts that no model can embed are rare
     * and seldom come together; a model that fails always fails so often within a second.
     */
    static final int SUSPICIOUS = 20;

    private final TextEncoder encoder;
    private final Shutdown shutdown;
    private final AtomicInteger failures = new AtomicInteger();

    /**
     * @param shutdown gets a failure of the machine
     */
    ModelHealth(TextEncoder encoder, Shutdown shutdown) {
        this.encoder = encoder;
        this.shutdown = shutdown;
    }

    /** A text got its vector, or the model passed a test. */
    void succeeded() {
        // Written seldom: all workers read it with each text.
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /** A run did not end in time. What follows from it is the watch's to find out. */
    void timedOut() {
        failures.incrementAndGet();
    }

    /**
     * What those get who wait for a text that failed. If the machine is to blame, all the others
     * get it too.
     *
     * @param inHand of the worker whose text it is, which tests the model if that is due
     */
    EmbeddingException judge(Throwable failure, InHand inHand) {
        EmbeddingException reason = explain(failure);
        if (!(reason instanceof MachineFailedException)
                && failures.incrementAndGet() % SUSPICIOUS == 0) {
            reason = test(reason, inHand);
        }
        if (reason instanceof MachineFailedException fatal) {
            shutdown.fail(fatal);
        }
        return reason;
    }

    /**
     * Finds out whether texts are to blame for so many failures in a row, by some that are known to
     * be good.
     */
    private EmbeddingException test(EmbeddingException last, InHand inHand) {
        if (!inHand.beginTest()) {
            return last;
        }
        try {
            encoder.selfTest();
            succeeded();
            return last;
        } catch (RuntimeException | Error e) {
            return new MachineFailedException(
                    """
                    the model fails on this machine: %d texts in a row got no vector, the last \
                    because "%s", and the bundle's golden texts get none either (%s); look whether \
                    the machine's memory, processors and device are sound\
                    """
                            .formatted(SUSPICIOUS, last.getMessage(), explain(e).getMessage()));
        } finally {
            inHand.endRun();
        }
    }

    private static EmbeddingException explain(Throwable failure) {
        if (failure instanceof EmbeddingException known) {
            return known;
        }
        if (MachineFailedException.isToBlameFor(failure)) {
            return MachineFailedException.of((Error) failure, "the model");
        }
        // Any other Error is the machine's doing, if perhaps for once; an exception is this text's,
        // and would come again.
        return failure instanceof Error && !(failure instanceof StackOverflowError)
                ? new RetryableEmbeddingException(
                        "the machine failed with " + failure.getClass().getName())
                : UnembeddableTextException.withoutMessageOf(failure, "the model");
    }
}
