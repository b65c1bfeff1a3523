package io.nearline.cli.demo;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateOrigin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was read back from the topics, by post event: an event that gave updates for several models
 * counts once, and so does one that was published twice. Thread-safe.
 *
 * <p>An event that gave an update for one model and a dead letter for another counts as updated.
 * What a backfill embedded again ends no event, and is counted beside the account.
 */
final class Ledger {

    private final AvroCodec<PostEvent> posts = AvroCodec.of(PostEvent.class);
    private final String liveJob;
    private final Set<Event> updated = new HashSet<>();
    private final Set<Event> merged = new HashSet<>();
    private final Set<Event> backfillFailures = new HashSet<>();
    private final Set<Origin> lost = new HashSet<>();
    private final Map<Origin, Event> lostForOneModel = new HashMap<>();
    private final Set<String> models = new TreeSet<>();
    private Freshness freshness = new Freshness();
    private long updateRecords;
    private long deadLetterRecords;

    private record Event(String postId, long revision) {}

    private record Origin(String topic, int partition, long offset) {}

    /**
     * @param liveJob Flink's id of the live job
     */
    Ledger(String liveJob) {
        this.liveJob = liveJob;
    }

    /**
     * Adds an update.
     *
     * @param publishedAt time at which its record was sent, milliseconds since 1970
     */
    synchronized void add(IndexUpdate update, long publishedAt) {
        Event event = new Event(update.getPostId(), update.getRevision());
        models.add(update.getModelName());
        updateRecords++;
        if (update.getOrigin() == UpdateOrigin.BACKFILL) {
            merged.add(event);
        } else {
            updated.add(event);
            freshness.add(Math.max(0, publishedAt - update.getEventTime().toEpochMilli()));
        }
    }

    synchronized void add(DeadLetter letter) {
        Origin origin = new Origin(letter.getTopic(), letter.getPartition(), letter.getOffset());
        boolean live = liveJob.equals(letter.getJobId());
        if (letter.getModelName() == null) {
            lost.add(origin);
        } else {
            Event event = eventOf(letter);
            lostForOneModel.put(origin, event);
            if (!live) {
                backfillFailures.add(event);
            }
        }
        deadLetterRecords += live ? 1 : 0;
    }

    /** A model is only ever asked about posts that were decoded, so they can be again. */
    private Event eventOf(DeadLetter letter) {
        byte[] value = new byte[letter.getValue().remaining()];
        letter.getValue().duplicate().get(value);
        PostEvent event = posts.decode(value);
        return new Event(event.getPostId(), event.getRevision());
    }

    synchronized Totals totals() {
        return new Totals(
                updated.size(),
                lost.size() + lostForOneModel.values().stream().filter(this::isLost).count(),
                updateRecords,
                deadLetterRecords);
    }

    /** Names of the models that gave updates, sorted. */
    synchronized List<String> models() {
        return List.copyOf(models);
    }

    /** Event time to publication of the update records that are not backfilled. */
    synchronized Freshness.Percentiles freshness() {
        return freshness.percentiles();
    }

    /** From here on freshness is that of what comes now. */
    synchronized void forgetFreshness() {
        freshness = new Freshness();
    }

    /** Post events of which a backfilled vector was published. */
    synchronized long merged() {
        return merged.size();
    }

    /** Post events that a backfill could not embed. */
    synchronized long backfillFailures() {
        return backfillFailures.size();
    }

    /** Whether some model could not embed this revision. */
    synchronized boolean hasFailed(String postId, long revision) {
        return lostForOneModel.containsValue(new Event(postId, revision));
    }

    private boolean isLost(Event event) {
        return !updated.contains(event);
    }

    /**
     * The sums.
     *
     * @param updates post events with an update
     * @param deadLetters post events with a dead letter and no update
     * @param updateRecords records in index-updates: one per post event and model
     * @param deadLetterRecords records that the live job wrote to dead-letters
     */
    record Totals(long updates, long deadLetters, long updateRecords, long deadLetterRecords) {

        long records() {
            return updateRecords + deadLetterRecords;
        }
    }
}
