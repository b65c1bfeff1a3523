package io.nearline.operators.decode;

import java.io.Serializable;

/**
 * How posts stand in the records of a topic. It travels with the job, so it holds what it needs.
 */
public interface PostFormat extends Serializable {

    /** Nearline's own: {@code PostEvent} in single-object encoding. */
    PostFormat NEARLINE = new NearlineFormat();

    /**
     * Begins reading. Nobody is asked for anything before the first record.
     *
     * @param observer told when a record waits for another service
     */
    PostReader open(WaitObserver observer);

    /**
     * Tells formats apart that make other posts of the same records; empty for Nearline's own. It
     * is the same after a restart, wherever the files lie.
     */
    String fingerprint();
}
