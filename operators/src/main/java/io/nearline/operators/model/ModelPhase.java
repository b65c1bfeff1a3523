package io.nearline.operators.model;

/** Where a model is on its way through the running job. */
public enum ModelPhase {
    /** The job was started with it. */
    CONFIGURED,
    /** Somebody asks the job to fetch, verify and serve it. */
    STAGED,
    /** It serves beside the active one. */
    CANDIDATE,
    /** It serves, and consumers query with it. */
    ACTIVE,
    /** It must not serve any more. */
    RETIRED,
    /** It was refused. */
    REJECTED,
    /** The job was once started with it and no longer is. */
    REMOVED;

    /** Whether posts are embedded with a model in this phase. */
    public boolean serves() {
        return this == CONFIGURED || this == CANDIDATE || this == ACTIVE;
    }

    /** Whether machines must have a model in this phase ready. */
    public boolean needsModel() {
        return serves() || this == STAGED;
    }
}
