package io.nearline.operators.promise;

import io.nearline.embedding.ModelId;
import io.nearline.operators.Records;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.merge.BackfillDecoder;
import io.nearline.operators.merge.Backfilled;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A live job, its source, backfills of several models and the time, moved step by step. It keeps
 * the rules that a real deployment has to keep: what arrives out of order does so well within the
 * gates' memory, checkpoints are younger than that, and dead letters are replayed within it.
 */
final class Scenario implements AutoCloseable {

    static final ModelId OLD = new ModelId("old", "digest-1");
    static final ModelId NEW = new ModelId("new", "digest-2");

    /** Models that backfills are made with; the last is another bundle under a served name. */
    private static final List<ModelRef> BACKFILL_MODELS =
            List.of(
                    ModelRef.configured(NEW),
                    ModelRef.configured(NEW),
                    ModelRef.configured(OLD),
                    new ModelRef(NEW.name(), "digest-3", null));

    private static final int[] DAYS = {2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 25};

    private final Flow flow = new Flow(OLD);
    private final Flow.Input posts = flow.newInput();
    private final List<Flow.Input> backfills = new ArrayList<>();
    private final List<PostEvent> published = new ArrayList<>();
    private final Author author = new Author();
    private final BackfillDecoder decoder = new BackfillDecoder(VectorEncoding.FLOAT32);
    private final UnaryOperator<PostEvent> asBackfillsSeeIt;
    private final Consumer<Scenario> whenCalm;
    private boolean servesNew;
    private boolean covered;
    private int replayed;

    /**
     * @param whenCalm called whenever the live job has come to the end of the posts
     */
    Scenario(Consumer<Scenario> whenCalm) throws Exception {
        this(whenCalm, UnaryOperator.identity());
    }

    /**
     * @param whenCalm called whenever the live job has come to the end of the posts
     * @param asBackfillsSeeIt what backfills take a post for, as under another recipe
     */
    Scenario(Consumer<Scenario> whenCalm, UnaryOperator<PostEvent> asBackfillsSeeIt)
            throws Exception {
        this.whenCalm = whenCalm;
        this.asBackfillsSeeIt = asBackfillsSeeIt;
    }

    void run(List<Step> steps) throws Exception {
        for (Step step : steps) {
            run(step.kind(), step.pick());
        }
    }

    private void run(Step.Kind kind, int pick) throws Exception {
        switch (kind) {
            case EDIT -> publish(author.edit(pick));
            case SWAPPED_EDITS -> {
                PostEvent earlier = author.edit(pick);
                publish(author.edit(pick + Author.POSTS));
                publish(earlier);
            }
            case LIKE -> publish(author.like(pick));
            case EMPTY -> publish(author.empty(pick));
            case DELETE -> publish(author.delete(pick));
            case REPEAT -> repeat();
            case READ -> flow.read(posts);
            case MERGE -> merge(pick);
            case COMPLETE -> flow.complete(pick);
            case FAIL ->
                    flow.complete(pick, task -> task.model().name().equals(model(pick).name()));
            case RESCALE -> flow.rescale(random(pick));
            case REPLAY -> replay();
            case BACKFILL -> backfill(BACKFILL_MODELS.get(pick % BACKFILL_MODELS.size()), pick);
            case SERVE -> serve(pick);
            case CHECKPOINT -> flow.checkpoint();
            case CRASH -> flow.crash(random(pick));
            case MINUTES -> flow.pass(Duration.ofMinutes(pick));
            case IDLE_MINUTES -> {
                flow.completeAll();
                flow.pass(Duration.ofMinutes(pick));
            }
            case DAYS -> days(DAYS[pick], Reading.WHAT_IS_OUT_OF_ORDER);
            case CALM_DAYS -> calmDays(pick);
        }
    }

    /** Lets the merge lane come to its end first, then the live lane, then dead letters. */
    void finish() throws Exception {
        mergeAll();
        settle(Reading.ALL);
    }

    private void mergeAll() throws Exception {
        for (Flow.Input backfill : backfills) {
            while (!backfill.isRead()) {
                flow.read(backfill);
            }
        }
    }

    /** A last backfill with the second model, merged to its end. */
    void backfillAndFinish() throws Exception {
        backfill(ModelRef.configured(NEW), 0);
        finish();
    }

    /** Starts again with both models; nothing if it already has both. */
    void serve() throws Exception {
        serve(0);
    }

    private void serve(int pick) throws Exception {
        if (!servesNew) {
            servesNew = true;
            flow.serve(random(pick), OLD, NEW);
        }
    }

    Flow flow() {
        return flow;
    }

    /** Everything on the posts topic, replays included. */
    List<PostEvent> published() {
        return published;
    }

    /** Whether a backfill with the second model began while the job served it. */
    boolean isCovered() {
        return covered;
    }

    /** The first draws of neighbouring seeds are alike, and of two things always the same order. */
    private static Random random(int pick) {
        return new Random(pick * 0x9E3779B97F4A7C15L);
    }

    private static ModelId model(int pick) {
        return pick % 2 == 0 ? OLD : NEW;
    }

    private void publish(PostEvent event) {
        publish(event, Records.raw(event));
    }

    private void publish(PostEvent event, RawRecord record) {
        published.add(event);
        posts.add(Arrival.of(Records.text(Records.at(published.size(), record))));
    }

    private void repeat() {
        if (!published.isEmpty()) {
            String last = published.get(published.size() - 1).getPostId();
            publish(newest(published).get(last));
        }
    }

    private void merge(int pick) throws Exception {
        List<Flow.Input> waiting =
                backfills.stream().filter(backfill -> !backfill.isRead()).toList();
        if (!waiting.isEmpty()) {
            flow.read(waiting.get(pick % waiting.size()));
        }
    }

    private void replay() {
        flow.deadLetters().stream().skip(replayed).forEach(this::replay);
        replayed = flow.deadLetters().size();
    }

    /** What the job itself does not try any more needs a person. */
    private boolean replayExhausted() {
        List<DeadLetter> exhausted =
                flow.deadLetters().stream()
                        .skip(replayed)
                        .filter(letter -> !Flow.RETRIES.triesAgainAfter(letter.getAttempt()))
                        .toList();
        exhausted.forEach(this::replay);
        replayed = flow.deadLetters().size();
        return !exhausted.isEmpty();
    }

    private void replay(DeadLetter letter) {
        PostEvent event = AvroCodec.of(PostEvent.class).decode(letter.getValue().array());
        publish(event, Records.replayed(event));
    }

    /**
     * All posts get another text, of which none can be embedded now, and likes at once: what fails
     * is no post's newest revision when it comes back.
     */
    void failAll() throws Exception {
        readAll();
        flow.completeAll();
        for (int post = 0; post < Author.POSTS; post++) {
            publish(author.rewrite(post));
        }
        readAll();
        flow.failAll();
        for (int post = 0; post < Author.POSTS; post++) {
            publish(author.like(post));
        }
        readAll();
    }

    private void readAll() throws Exception {
        while (!posts.isRead()) {
            flow.read(posts);
        }
    }

    /**
     * The source goes on changing an attribute of every post that has a text, every other second,
     * while the job keeps up. Nothing fails any more, and nobody helps.
     */
    void goOnLiking(Duration time) throws Exception {
        for (int second = 0; second < time.toSeconds(); second += 2) {
            flow.pass(Duration.ofSeconds(2));
            for (int post = 0; post < Author.POSTS; post++) {
                if (author.hasText(post)) {
                    publish(author.like(post));
                }
            }
            readAll();
            flow.completeAll();
        }
    }

    /** Every post's newest revision so far, some of them twice, as after a restart. */
    private void backfill(ModelRef model, int pick) {
        covered |= servesNew && model.digest().equals(NEW.digest());
        Backfill backfill = new Backfill("backfill-" + backfills.size(), flow.now());
        List<Arrival> vectors = new ArrayList<>();
        for (PostEvent event : newest(published).values()) {
            PostText text = Records.text(asBackfillsSeeIt.apply(event));
            if (!text.isWithdrawal()) {
                Arrival vector = decoder.decode(Backfilled.raw(text, model, backfill));
                vectors.addAll(Collections.nCopies(1 + pick % 2, vector));
            }
        }
        Collections.shuffle(vectors, random(pick));
        Flow.Input written = flow.newInput();
        vectors.forEach(written::add);
        backfills.add(written);
    }

    /** The newest revision of each post; of two events with one revision the first. */
    static Map<String, PostEvent> newest(List<PostEvent> events) {
        Map<String, PostEvent> newest = new HashMap<>();
        for (PostEvent event : events) {
            newest.merge(
                    event.getPostId(),
                    event,
                    (before, after) -> after.getRevision() > before.getRevision() ? after : before);
        }
        return newest;
    }

    private void calmDays(int pick) throws Exception {
        if (pick % 2 == 0) {
            mergeAll();
        }
        days(DAYS[pick], Reading.ALL);
    }

    private void days(int days, Reading before) throws Exception {
        settle(before);
        flow.checkpoint();
        flow.pass(Duration.ofDays(days));
    }

    private enum Reading {
        ALL,
        WHAT_IS_OUT_OF_ORDER
    }

    /** Leaves nothing in flight, waiting or failed of what the live job has read. */
    private void settle(Reading reading) throws Exception {
        boolean settled = false;
        while (!settled) {
            while (reading == Reading.ALL ? !posts.isRead() : !isInOrder()) {
                flow.read(posts);
            }
            flow.completeAll();
            flow.pass(Flow.PENDING);
            settled = flow.isQuiet() && !replayExhausted();
        }
        if (reading == Reading.ALL) {
            whenCalm.accept(this);
        }
    }

    /** Whether nothing that is still to be read is older than what was read. */
    private boolean isInOrder() {
        int position = published.size() - posts.unread();
        Map<String, PostEvent> known = newest(published.subList(0, position));
        return published.subList(position, published.size()).stream()
                .allMatch(
                        event -> {
                            PostEvent before = known.get(event.getPostId());
                            return before == null || before.getRevision() <= event.getRevision();
                        });
    }

    @Override
    public void close() {
        flow.close();
    }
}
