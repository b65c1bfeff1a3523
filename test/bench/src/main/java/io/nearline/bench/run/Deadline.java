package io.nearline.bench.run;

/**
 * When what is left of a run is skipped.
 *
 * @param progress of the run
 * @param seconds after its beginning
 */
record Deadline(Progress progress, long seconds) {

    /** Whether there is time for something that takes so long. */
    boolean allows(double duration) {
        return progress.seconds() + duration < seconds;
    }
}
