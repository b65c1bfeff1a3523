package io.nearline.retrieval.evaluate;

/** Told what an evaluation is doing. {@link #reached} comes from any thread. */
public interface Progress {

    /** Tells nobody. */
    Progress NONE =
            new Progress() {
                @Override
                public void begin(String step, long of) {}

                @Override
                public void reached(long done) {}
            };

    /**
     * The next step begins.
     *
     * @param of how much it has to do, in its own unit; 0 if that is not known
     */
    void begin(String step, long of);

    /** How much of the step is done. */
    void reached(long done);
}
