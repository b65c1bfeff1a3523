package io.nearline.faults.history;

/** What every history must obey; the reasons are the promises of the design. */
public enum Rule {
    /** Every accepted record ends as an update, as a skip for something newer, or a dead letter. */
    NOTHING_LOST("records lost"),

    /** The topic ends on the newest accepted revision of each post. */
    NEWEST_WINS("wrong final states"),

    /** The topic ends on a delete where the newest accepted revision is one. */
    DELETES_STAY_DELETED("wrong final states"),

    /** Nothing of an aborted transaction comes out, neither as update nor as dead letter. */
    NOTHING_ABORTED_VISIBLE("aborted records seen"),

    /**
     * No older revision after a newer one. Under at-least-once a restart may step back, but only
     * while the job recovers from a fault.
     */
    NO_OLDER_AFTER_NEWER("older after newer"),

    /** Under exactly-once no revision is published twice. */
    NOTHING_TWICE("repeated under exactly-once"),

    /** What is published is what was written, with the vector of the model that it names. */
    TRUE_LINEAGE("wrong lineage"),

    /** What cannot be published becomes a dead letter. */
    UNREADABLE_IS_GIVEN_UP("records lost"),

    /** Every post converges while edits go on, without a quiet period and without help. */
    CONVERGES("never converged");

    private final String inWords;

    Rule(String inWords) {
        this.inWords = inWords;
    }

    /** What is counted where it is broken. */
    public String inWords() {
        return inWords;
    }
}
