package io.nearline.pipeline.source.passes;

import java.io.Serializable;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How fast one pass of a backfill may go. Also identifies that pass within a process.
 *
 * @param name of the backfill and the pass
 * @param cap most records per second of the whole job; may be infinite
 * @param start records per second to begin with, if there is a guard
 * @param guard what slows it down; null for nothing
 */
public record PaceSettings(String name, double cap, double start, @Nullable Guard guard)
        implements Serializable {

    /**
     * What the guard watches.
     *
     * @param freshnessBound 99th percentile of live freshness above which the pass slows down
     * @param topic topic of index updates
     * @param consumer settings of the consumer
     */
    public record Guard(Duration freshnessBound, String topic, Properties consumer)
            implements Serializable {

        /** Without the consumer's settings, which may hold passwords. */
        @Override
        public String toString() {
            return "Guard[%s, %s]".formatted(freshnessBound, topic);
        }
    }
}
