package io.nearline.training.model;

/**
 * Long work ended between two texts or batches, since its thread was interrupted. Nothing native
 * runs then, so that what was opened can be closed.
 */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Work that was told to stop. */
    public StoppedException() {
        super("stopped before it was done");
    }

    /**
     * Ends the work of this thread if the thread was interrupted, which it stays.
     *
     * @throws StoppedException if it was
     */
    public static void throwIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new StoppedException();
        }
    }
}
