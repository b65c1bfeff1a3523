package io.nearline.embedding.engine;

import io.nearline.embedding.MachineFailedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an engine. When the machine fails, nobody waits for ever; when the last worker has
 * left, the model is freed. Safe for use by many threads.
 */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final String model;
    private final TextEncoder encoder;
    private final WaitingLine line;
    private final List<InHand> inHand;
    private final AtomicInteger atWork;

    /**
     * @param encoder freed by the last worker
     * @param inHand what each worker has in hand
     */
    Shutdown(String model, TextEncoder encoder, WaitingLine line, List<InHand> inHand) {
        this.model = model;
        this.encoder = encoder;
        this.line = line;
        this.inHand = inHand;
        this.atWork = new AtomicInteger(inHand.size());
    }

    /** Nothing can be embedded here any more: every text fails with {@code reason}, at once. */
    void fail(MachineFailedException reason) {
        if (line.close(reason)) {
            LOG.error("Model {} stops: {}", model, reason.getMessage());
            // A worker may never come back to answer these.
            inHand.forEach(step -> step.unanswered().forEach(request -> request.fail(reason)));
        }
    }

    /** A worker has left. The last one frees the model: no thread is in it any more. */
    void leave() {
        if (atWork.decrementAndGet() == 0) {
            encoder.close();
        }
    }

    /** Whether all have left. */
    boolean isFreed() {
        return atWork.get() == 0;
    }
}
