package io.nearline.operators.model;

import org.jspecify.annotations.Nullable;

/**
 * One subtask's answer to an announcement.
 *
 * @param announcement what it answers
 * @param step which step of the flow answers
 * @param subtask index of the subtask
 * @param subtasks how many answers there are going to be from this step
 * @param dimensions length of the model's vectors; 0 if the subtask did not open it
 * @param refusal why the model cannot serve there; null if it can
 */
public record Readiness(
        Announcement announcement,
        Step step,
        int subtask,
        int subtasks,
        int dimensions,
        @Nullable String refusal) {

    /** A step that has to follow an announcement before it holds. */
    public enum Step {
        /** Has the model verified and open, or has let go of it. */
        STAGE,
        /** Asks for the model's vector with every post from now on, or no longer. */
        GATE
    }
}
