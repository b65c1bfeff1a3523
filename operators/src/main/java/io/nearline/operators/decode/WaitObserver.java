package io.nearline.operators.decode;

import java.time.Duration;

/** Told when the reading of a topic stands still because another service does not answer. */
public interface WaitObserver {

    /**
     * A record waits. Told once, however often the service is asked. Whoever will not wait throws.
     *
     * @param problem what is asked for, what came instead, and the option to look at
     */
    void waits(String problem);

    /** It goes on. */
    void goesOn(Duration waited);
}
