package io.nearline.operators.rollout;

import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.Readiness;
import io.nearline.operators.rollout.RolloutAnswer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one model's newest announcement, and what has been answered: the state value of
 * {@code settle-rollout}. Immutable.
 *
 * @param announcement the newest announcement; null before the first
 * @param subtasks how many subtasks answer it
 * @param staged subtasks whose stage has followed it
 * @param gated subtasks whose gate has followed it
 * @param dimensions length of the model's vectors, 0 while unknown
 * @param isAnswered whether the job has answered it
 * @param published what was last published, so that it is not published again
 */
public record Settlement(
        @Nullable Announcement announcement,
        int subtasks,
        List<Integer> staged,
        List<Integer> gated,
        int dimensions,
        boolean isAnswered,
        String published) {

    /**
     * What follows.
     *
     * @param next the state from now on
     * @param answers what to publish, in this order
     */
    record Step(Settlement next, List<RolloutAnswer> answers) {}

    static Settlement first() {
        return new Settlement(null, 0, List.of(), List.of(), 0, false, "");
    }

    /**
     * Takes one subtask's answer in. Answers to an older announcement are passed over; after a
     * rescale those of the former subtasks no longer count.
     *
     * @param jobId the running job: what another job has published is published again
     */
    Step take(Readiness readiness, String jobId) {
        if (readiness.announcement().refusal() != null) {
            return new Step(this, List.of(unseen(readiness.announcement())));
        }
        if (announcement != null && readiness.announcement().number() < announcement.number()) {
            return new Step(this, List.of());
        }
        Settlement met = isAbout(readiness) ? this : about(readiness);
        if (met.isAnswered) {
            return new Step(met, List.of());
        }
        return readiness.refusal() == null
                ? met.with(readiness).settle(jobId)
                : met.refuse(readiness.refusal(), jobId);
    }

    private boolean isAbout(Readiness readiness) {
        return announcement != null
                && announcement.number() == readiness.announcement().number()
                && subtasks == readiness.subtasks();
    }

    private Settlement about(Readiness readiness) {
        return new Settlement(
                readiness.announcement(),
                readiness.subtasks(),
                List.of(),
                List.of(),
                0,
                false,
                published);
    }

    private Settlement with(Readiness readiness) {
        boolean stage = readiness.step() == Readiness.Step.STAGE;
        return new Settlement(
                announcement,
                subtasks,
                stage ? plus(staged, readiness.subtask()) : staged,
                stage ? gated : plus(gated, readiness.subtask()),
                Math.max(dimensions, readiness.dimensions()),
                false,
                published);
    }

    private static List<Integer> plus(List<Integer> subtasks, int subtask) {
        List<Integer> more = new ArrayList<>(subtasks);
        if (!more.contains(subtask)) {
            more.add(subtask);
        }
        return more;
    }

    /** The announcement, which is known once an answer to it was taken in. */
    private Announcement followed() {
        return Objects.requireNonNull(announcement);
    }

    private Step settle(String jobId) {
        ModelPhase phase = followed().phase();
        boolean allStaged = staged.size() == subtasks;
        if (phase == ModelPhase.STAGED) {
            return allStaged ? answered(published, Kind.CANDIDATE, null) : unanswered();
        }
        if (!allStaged || gated.size() < subtasks) {
            return unanswered();
        }
        return publish(phase.serves() ? Kind.SERVING : Kind.STOPPED, null, jobId);
    }

    private Step refuse(String reason, String jobId) {
        if (followed().phase() != ModelPhase.STAGED) {
            return publish(Kind.REFUSED, reason, jobId);
        }
        return answered("", List.of(answer(Kind.REFUSED, reason), answer(Kind.REJECTED, reason)));
    }

    /**
     * The answer to a decision that was refused without a look at the bundle. It says nothing of
     * the model that the name stands for, so what is known of that stays.
     */
    private static RolloutAnswer unseen(Announcement refused) {
        Kind kind = refused.phase() == ModelPhase.STAGED ? Kind.REJECTED : Kind.REFUSED;
        return new RolloutAnswer(
                refused.model(), kind, refused.sequence() + 1, 0, refused.refusal());
    }

    /** Publishes what the job does, unless it has or there is nothing to undo. */
    private Step publish(Kind kind, @Nullable String reason, String jobId) {
        String now = kind + " " + followed().model().digest() + " " + jobId;
        boolean neverServed = kind == Kind.STOPPED && followed().standing().term() == 0;
        return neverServed || now.equals(published)
                ? answered(published, List.of())
                : answered(now, kind, reason);
    }

    private Step unanswered() {
        return new Step(this, List.of());
    }

    private Step answered(String nowPublished, Kind kind, @Nullable String reason) {
        return answered(nowPublished, List.of(answer(kind, reason)));
    }

    private Step answered(String nowPublished, List<RolloutAnswer> answers) {
        var next =
                new Settlement(
                        announcement, subtasks, staged, gated, dimensions, true, nowPublished);
        return new Step(next, answers);
    }

    private RolloutAnswer answer(Kind kind, @Nullable String reason) {
        return new RolloutAnswer(
                followed().model(), kind, followed().sequence() + 1, dimensions, reason);
    }
}
