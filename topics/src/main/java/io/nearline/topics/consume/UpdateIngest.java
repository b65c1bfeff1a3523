package io.nearline.topics.consume;

import io.nearline.schemas.UpdateOrigin;
import io.nearline.topics.cluster.TopicState;
import io.nearline.topics.consume.RebuildRequiredException.Cause;
import io.nearline.topics.control.Unread;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies what is read to a store and decides when to commit, when a snapshot is complete and when
 * a choice of models holds. Knows Kafka's offsets, but no client. Not thread-safe.
 *
 * <p>The order of calls: {@link #begin}; then records as they come, each followed by {@link
 * #advance}; {@link #mark} now and then; {@link #settle} after every few records.
 *
 * <p>A <i>mark</i> is where index-updates ended at a moment. Once all before it is applied, the
 * store is up to date as of that moment, and what index-control said then may hold: a promoted
 * model is not queried before all its vectors are there that were published when it was promoted.
 */
public final class UpdateIngest {

    /** An idle consumer commits this often, so that its store is not taken for one left behind. */
    private static final Duration IDLE_COMMIT = Duration.ofHours(1);

    private final UpdateStore store;
    private final ConsumerOptions options;
    private final InstantSource clock;
    private final UpdateFold fold;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final AppliedFreshness freshness = new AppliedFreshness();
    private long commits;

    private ModelChooser chooser;
    private Position committed = Position.NONE;
    private Instant committedAt;
    private Instant forgotAt;
    private int uncommitted;
    private Instant waitingSince;

    private String topicId = "";
    private final SortedMap<Integer, Long> offsets = new TreeMap<>();
    private boolean complete;
    private Instant caughtUpAt;
    private Optional<ModelIdentity> queried = Optional.empty();
    private Set<String> dropped = new HashSet<>();
    private long skipped;

    private ModelChoice choice = ModelChoice.NONE;
    private ModelChoice wanted = ModelChoice.NONE;
    private @Nullable Mark mark;

    private record Mark(Map<Integer, Long> ends, Instant at, ModelChoice choice) {}

    /** An ingest into a store, which stays the caller's. */
    public UpdateIngest(UpdateStore store, ConsumerOptions options, InstantSource clock) {
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.fold = new UpdateFold(store, options.schemas());
        this.chooser = new ModelChooser(options.configuredModel());
        this.committedAt = clock.instant();
        this.forgotAt = committedAt;
        this.waitingSince = committedAt;
        this.caughtUpAt = committedAt;
    }

    /**
     * Begins where the store stands.
     *
     * @param topic what index-updates is now
     * @param longestPause how long the store may not have been up to date
     * @return where to read on, by partition
     * @throws RebuildRequiredException if the way from there to the topic's end has gaps
     * @throws IOException if the store fails
     */
    public SortedMap<Integer, Long> begin(TopicState topic, Duration longestPause)
            throws IOException {
        committed = store.position();
        topicId = committed.isNone() ? topic.id().toString() : committed.topicId();
        offsets.putAll(committed.offsets());
        complete = committed.complete();
        caughtUpAt = committed.isNone() ? clock.instant() : committed.caughtUpAt();
        queried = committed.queried();
        dropped = new HashSet<>(committed.retired());
        skipped = committed.skipped();
        check(topic, longestPause);
        return new TreeMap<>(offsets);
    }

    /**
     * Looks whether reading can go on, and takes in new partitions.
     *
     * @return the partitions that are new, with the offset to begin at
     * @throws RebuildRequiredException if it cannot
     */
    public SortedMap<Integer, Long> check(TopicState topic, Duration longestPause) {
        if (!topic.id().toString().equals(topicId)) {
            throw new RebuildRequiredException(
                    Cause.TOPIC_MADE_ANEW,
                    "The topic %s was made anew: its id was %s and is %s"
                            .formatted(options.updatesTopic(), topicId, topic.id()));
        }
        offsets.forEach((partition, next) -> checkOffset(topic, partition, next));
        Duration pause = Duration.between(caughtUpAt, clock.instant());
        if (pause.compareTo(longestPause) > 0) {
            throw new RebuildRequiredException(
                    Cause.PAUSED_TOO_LONG,
                    "The store was last up to date at %s, longer ago than longestPause, %s: deletes may have come and gone"
                            .formatted(caughtUpAt, longestPause));
        }
        SortedMap<Integer, Long> added = new TreeMap<>(topic.beginnings());
        added.keySet().removeAll(offsets.keySet());
        offsets.putAll(added);
        return added;
    }

    /** Takes in the next record of index-control. */
    public void control(byte @Nullable [] key, byte @Nullable [] value) {
        chooser.apply(key, value);
    }

    /**
     * Looks at what the records of index-control add up to; to be called after some of them, and at
     * the start when all that are there have been taken in.
     *
     * @throws RebuildRequiredException if a model that was dropped is in use again
     */
    public void decide() {
        SortedSet<String> returned = chooser.returned(dropped);
        if (!returned.isEmpty()) {
            throw new RebuildRequiredException(
                    Cause.MODEL_RETURNED,
                    "%s was retired and dropped here, and is in use again"
                            .formatted(String.join(", ", returned)));
        }
        wanted = chooser.choose(queried, dropped);
        // Retirement is final: what comes of the model from now on need not be written.
        dropped.addAll(wanted.retired());
    }

    /** Begins index-control anew: the topic was made anew. */
    public void forgetControl() {
        chooser = new ModelChooser(options.configuredModel());
    }

    /**
     * Takes in the next record of index-updates.
     *
     * @throws IOException if the store fails
     */
    public Outcome update(byte @Nullable [] key, byte @Nullable [] value) throws IOException {
        Instant now = clock.instant();
        Outcome outcome = fold.apply(key, value, model -> !dropped.contains(model), now);
        counts.merge(outcome, 1L, Long::sum);
        if (outcome.needsUpgrade()) {
            skipped++;
        }
        if (uncommitted == 0) {
            waitingSince = now;
        }
        uncommitted++;
        if (complete) {
            fold.applied()
                    .filter(update -> update.getOrigin() == UpdateOrigin.LIVE)
                    .ifPresent(
                            update -> freshness.add(Duration.between(update.getEventTime(), now)));
        }
        return outcome;
    }

    /** Everything of the partition before the offset has been taken in. */
    public void advance(int partition, long next) {
        offsets.merge(partition, next, Math::max);
    }

    /** Whether {@link #mark} would be of use: no mark is on its way. */
    public boolean wantsMark() {
        return mark == null;
    }

    /** What index-control has said up to now, for {@link #mark}. */
    public ModelChoice wanted() {
        return wanted;
    }

    /**
     * Sets a mark: what index-control had said when the ends were asked for holds once all before
     * them is applied.
     *
     * @param ends where the committed records of index-updates end, by partition
     * @param askedAt the time before they were asked for
     * @param said {@link #wanted()} at that time
     */
    public void mark(Map<Integer, Long> ends, Instant askedAt, ModelChoice said) {
        mark = new Mark(Map.copyOf(ends), askedAt, said);
    }

    /**
     * Draws the conclusions from what was applied: a mark that is reached, a commit that is due.
     *
     * @return whether a choice of models was handed to the store
     * @throws IOException if the store fails
     */
    public boolean settle() throws IOException {
        boolean changed = false;
        if (mark != null && isReached(mark)) {
            changed = reach(mark);
            mark = null;
        }
        if (isCommitDue()) {
            commit();
        }
        return changed;
    }

    /**
     * Commits what there is.
     *
     * @throws IOException if the store fails
     */
    public void commit() throws IOException {
        Instant now = clock.instant();
        Instant seenBefore = now.minus(options.rememberDeletes());
        if (Duration.between(forgotAt, now).compareTo(options.rememberDeletes().dividedBy(100))
                > 0) {
            store.forgetDeletes(seenBefore);
            forgotAt = now;
        }
        Position position = position();
        store.commit(position);
        committed = position;
        committedAt = now;
        uncommitted = 0;
        commits++;
    }

    /** How far the store is, committed or not. */
    public Position position() {
        return new Position(
                topicId, offsets, complete, caughtUpAt, queried, new TreeSet<>(dropped), skipped);
    }

    /** The choice that the store was given last. */
    public ModelChoice choice() {
        return choice;
    }

    /** Whether index-control has said something that does not hold yet. */
    public boolean isChoicePending() {
        return !wanted.equals(choice);
    }

    /** How many records ended so since the start; outcomes without one are absent. */
    public Map<Outcome, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Ages of the latest live updates when they were applied. */
    public AppliedFreshness freshness() {
        return freshness;
    }

    /** How many commits there were since the start. */
    public long commits() {
        return commits;
    }

    /** How many records wait for a commit. */
    public int uncommitted() {
        return uncommitted;
    }

    /** When the last commit was. */
    public Instant committedAt() {
        return committedAt;
    }

    /** How many records of index-control could not be understood, by reason. */
    public Map<Unread, Integer> controlUnread() {
        return chooser.unread();
    }

    private void checkOffset(TopicState topic, int partition, long next) {
        Long beginning = topic.beginnings().get(partition);
        Long end = topic.ends().get(partition);
        if (beginning == null || end == null || next > end) {
            throw new RebuildRequiredException(
                    Cause.TOPIC_CUT,
                    "Partition %d of %s ends at %s, and the store has read to %d"
                            .formatted(partition, options.updatesTopic(), end, next));
        }
        if (next < beginning) {
            throw new RebuildRequiredException(
                    Cause.RECORDS_GONE,
                    "Partition %d of %s begins at %d, and the store has read to %d only"
                            .formatted(partition, options.updatesTopic(), beginning, next));
        }
    }

    private boolean isReached(Mark reached) {
        return reached.ends().entrySet().stream()
                .allMatch(end -> offsets.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private boolean reach(Mark reached) throws IOException {
        boolean completes = !complete;
        complete = true;
        caughtUpAt = reached.at();
        boolean changes = completes || !reached.choice().equals(choice);
        if (changes) {
            choice = reached.choice();
            queried = choice.queried().isPresent() ? choice.queried() : queried;
            store.models(choice);
            commit();
        }
        return changes;
    }

    private boolean isCommitDue() {
        Instant now = clock.instant();
        boolean waitedLong =
                uncommitted > 0
                        && Duration.between(waitingSince, now).compareTo(options.commitInterval())
                                >= 0;
        boolean idleLong =
                complete
                        && Duration.between(committed.caughtUpAt(), caughtUpAt)
                                        .compareTo(IDLE_COMMIT)
                                >= 0;
        return uncommitted >= options.commitRecords() || waitedLong || idleLong;
    }
}
