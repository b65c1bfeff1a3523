package io.nearline.faults.fault;

import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.Site;

/** Something that goes wrong, as often as wanted. */
public interface Fault {

    /** By which it is asked for and reported. */
    String name();

    /** What it does, for people. */
    String what();

    /** Where it can happen. */
    Site site();

    /** Brings it about, and returns when it shall end. */
    void inject(Rig rig);

    /** Ends it. From here on the time to recover counts. */
    void heal(Rig rig);

    /** Puts the rig in order once the job has recovered. */
    default void tidy(Rig rig) {}

    /** Whether the longest checkpoint meanwhile is of interest. */
    default boolean watchesCheckpoints() {
        return false;
    }
}
