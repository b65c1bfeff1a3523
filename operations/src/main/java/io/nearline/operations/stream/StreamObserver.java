package io.nearline.operations.stream;

import io.nearline.operations.local.JobCounters;
import java.util.Optional;

/** Told what happens while the streaming job runs in this process; asked whether it shall stop. */
public interface StreamObserver {

    /** It may run, but its owner should know this. */
    void warning(String warning);

    /**
     * It is about to start; from now on it is asked whether it shall stop.
     *
     * @param from the checkpoint or savepoint that it resumes from; empty if it begins anew
     */
    void begins(Optional<String> from);

    /** It runs; told several times a second. */
    void running(JobCounters counters);

    /** Whether it shall stop; asked several times a second. */
    boolean isStopWanted();

    /** It has stopped, or is about to. */
    void stopping();
}
