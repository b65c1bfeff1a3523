package io.nearline.operators.decode;

import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs each time that the topic's reading stands still, once. */
final class LoggedWaits implements WaitObserver {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedWaits.class);

    private final Counter waits;

    LoggedWaits(Counter waits) {
        this.waits = waits;
    }

    @Override
    public void waits(String problem) {
        waits.inc();
        LOG.warn("Posts wait and are asked for again until they can be read: {}", problem);
    }

    @Override
    public void goesOn(Duration waited) {
        LOG.info("Posts are read again, after {} s", waited.toSeconds());
    }
}
