package io.nearline.operators.rollout;

import io.nearline.operators.record.RawRecord;
import java.io.Serializable;
import java.util.function.Consumer;

/** What lies on the index-control topic when a job starts without state. */
@FunctionalInterface
public interface ControlHistory extends Serializable {

    /** A topic on which nothing lies. */
    ControlHistory NONE = reader -> {};

    /**
     * Hands over every record up to the end that the topic has now, in order.
     *
     * @throws RuntimeException if the topic cannot be read: the job must not start on a guess
     */
    void read(Consumer<RawRecord> reader);
}
