package io.nearline.operators.promise;

import java.util.Locale;

/**
 * One step of a scenario.
 *
 * @param kind what happens
 * @param pick to which post, with which model or text, in which order: 0 to {@link #PICKS} - 1
 */
record Step(Kind kind, int pick) {

    /** Number of different picks of each kind. */
    static final int PICKS = 12;

    /** What can happen, and how often it does beside the other kinds. */
    enum Kind {
        /** The source publishes a text. */
        EDIT(12),
        /** The source publishes two edits, the later one first. */
        SWAPPED_EDITS(3),
        /** The source changes an attribute. */
        LIKE(7),
        /** The source removes the text. */
        EMPTY(2),
        /** The source deletes a post. */
        DELETE(8),
        /** The source publishes the newest revision of a post again. */
        REPEAT(2),
        /** The live job reads a post. */
        READ(40),
        /** The live job reads a backfilled vector. */
        MERGE(12),
        /** The oldest text in flight of some post has its vector. */
        COMPLETE(28),
        /** The oldest text in flight of some post cannot be embedded now, by one model. */
        FAIL(3),
        /** The live job is started again on two subtasks instead of one, or one instead of two. */
        RESCALE(3),
        /** Somebody publishes the dead letters again. */
        REPLAY(3),
        /** A backfill reads all posts there are. */
        BACKFILL(8),
        /** The live job is started again with a second model: once in each scenario. */
        SERVE(0),
        /** The live job takes a checkpoint. */
        CHECKPOINT(5),
        /** The live job goes back to its last checkpoint; what was in flight comes in any order. */
        CRASH(5),
        /**
         * Minutes pass; what is in flight stays there, perhaps longer than a revision waits for it.
         */
        MINUTES(2),
        /** Minutes pass after everything in flight has its vector. */
        IDLE_MINUTES(2),
        /** Days pass, perhaps more than either gate remembers; what is unread stays unread. */
        DAYS(2),
        /** So do they, after the live job has read everything; the index must be right then. */
        CALM_DAYS(5);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ' ' + pick;
    }
}
