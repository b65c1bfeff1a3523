package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelRoster;
import io.nearline.operators.model.ModelRoster.RosterChange;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.rollout.NewestDecisions.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the decisions on models in the order of their sequences. Pure: the same configuration and
 * records give the same roster everywhere.
 *
 * <p>A retirement that cannot be followed, because no other model serves, is followed as soon as
 * one does. What a decision asks of machines is a {@link Notice}. A record that hides a newer
 * decision from those who read the topic later leads to that decision being written again.
 */
final class DecisionLog {

    private final ModelRoster roster;
    private final NewestDecisions newest;
    private long highestSequence;

    /**
     * @param configured models that the job is configured with, in order
     * @param standings how models stood before; empty at a start without state
     * @param decided the newest decisions before; empty at a start without state
     * @param highestSequence highest number of any decision before; 0 at a start without state
     */
    DecisionLog(
            List<ModelRef> configured,
            Iterable<ModelStanding> standings,
            Iterable<DecidedRecord> decided,
            long highestSequence) {
        this.roster = new ModelRoster(configured, standings);
        this.newest = new NewestDecisions(decided);
        this.highestSequence = highestSequence;
    }

    /**
     * What machines are to be told of a model.
     *
     * @param standing how it stands
     * @param phase what is asked: the phase that it stands in, or STAGED if it is to be verified
     * @param refusal why it is refused unseen; null if it is not
     */
    record Notice(ModelStanding standing, ModelPhase phase, @Nullable String refusal) {}

    /**
     * What came of a record.
     *
     * @param notices what machines are to be told, in this order
     * @param ignored why the record was not followed; null if it was
     * @param hidden the decision that the record hides from later readers of the topic; null if it
     *     hides none
     */
    record Step(List<Notice> notices, @Nullable String ignored, @Nullable HiddenDecision hidden) {

        static Step passOver(String why) {
            return new Step(List.of(), why, null);
        }

        static Step hiding(String why, DecidedRecord record, Optional<DecidedRecord> hidden) {
            return new Step(
                    List.of(),
                    why,
                    hidden.map(known -> new HiddenDecision(known, record.sequence())).orElse(null));
        }
    }

    /** Takes the next record in. */
    Step take(DecidedRecord record) {
        highestSequence = Math.max(highestSequence, record.sequence());
        Order order = newest.judge(record);
        return switch (order) {
            case NEWER -> follow(record);
            case REPEATED -> {
                newest.keep(record);
                yield new Step(List.of(), null, null);
            }
            case OUTDATED -> Step.passOver("a later decision is known");
            case OVERWRITING ->
                    Step.hiding("a later decision is known", record, newest.of(record.name()));
        };
    }

    /** Takes over how a model stands. */
    void put(ModelStanding standing) {
        roster.put(standing);
    }

    /** How every known model stands, by name. */
    Collection<ModelStanding> standings() {
        return roster.standings();
    }

    /** How a model stands; empty if it is not known. */
    Optional<ModelStanding> standing(String name) {
        return roster.standings().stream()
                .filter(standing -> standing.model().name().equals(name))
                .findFirst();
    }

    /** The newest decisions. */
    Collection<DecidedRecord> decided() {
        return newest.all();
    }

    /** Highest number of any decision so far. */
    long highestSequence() {
        return highestSequence;
    }

    /** Notices of how every known model stands, and of those that are meant to serve and cannot. */
    List<Notice> all() {
        List<Notice> notices = new ArrayList<>();
        standings().forEach(standing -> notices.add(notice(standing)));
        for (DecidedRecord record : newest.all()) {
            if (record.phase().serves() && !serves(record.name())) {
                notices.addAll(unserved(record, roster.apply(record.decision())));
            }
        }
        return notices;
    }

    private boolean serves(String name) {
        return standing(name).filter(known -> known.phase().serves()).isPresent();
    }

    private Step follow(DecidedRecord record) {
        RosterChange change = roster.apply(record.decision());
        return switch (change.kind()) {
            case FOLLOWED -> {
                newest.keep(record);
                List<Notice> notices = new ArrayList<>();
                notices.add(new Notice(standing(change), record.phase(), null));
                notices.addAll(followDeferred());
                yield new Step(notices, null, null);
            }
            case DEFERRED -> {
                newest.keep(record);
                yield new Step(unserved(record, change), change.refusal(), null);
            }
            case REFUSED -> refuse(record, change);
        };
    }

    /** Retirements that waited until another model serves. */
    private List<Notice> followDeferred() {
        List<Notice> notices = new ArrayList<>();
        for (DecidedRecord record : newest.all()) {
            if (record.phase().needsModel() || !serves(record.name())) {
                continue;
            }
            RosterChange change = roster.apply(record.decision());
            if (change.kind() == RosterChange.Kind.FOLLOWED) {
                notices.add(notice(standing(change)));
            }
        }
        return notices;
    }

    /** That a model which is meant to serve cannot, unless its name stands for one that does. */
    private static List<Notice> unserved(DecidedRecord record, RosterChange change) {
        boolean free = change.standing() == null || !change.standing().phase().serves();
        return change.kind() == RosterChange.Kind.DEFERRED && record.phase().serves() && free
                ? List.of(stranger(record, change))
                : List.of();
    }

    /** A question gets its answer. The answer comes back, and then hides what holds. */
    private Step refuse(DecidedRecord record, RosterChange change) {
        String why = Objects.requireNonNull(change.refusal());
        return switch (record.phase()) {
            case STAGED -> new Step(List.of(stranger(record, change)), why, null);
            case REJECTED -> Step.hiding(why, record, newest.of(record.name()));
            default -> Step.passOver(why);
        };
    }

    private static Notice stranger(DecidedRecord record, RosterChange change) {
        var standing = new ModelStanding(record.decision().model(), record.phase(), 0);
        return new Notice(standing, record.phase(), change.refusal());
    }

    /** Known, if the decision was followed. */
    private static ModelStanding standing(RosterChange change) {
        return Objects.requireNonNull(change.standing());
    }

    private static Notice notice(ModelStanding standing) {
        return new Notice(standing, standing.phase(), null);
    }
}
