package io.nearline.operators.promise;

import io.nearline.embedding.ModelId;
import io.nearline.operators.Records;
import io.nearline.operators.admit.AdmitNewest;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.admit.Gate;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.Embeddings;
import io.nearline.operators.encode.UpdateEncoder;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.RecallOperator;
import io.nearline.operators.recall.RecallTimes;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.retry.AwaitRetry;
import io.nearline.operators.retry.FailedRecord;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.operators.retry.RetrySelection;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.PublishedIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Both gates and the retry lane with their real state, on one subtask or two, between inputs and an
 * async stage that a test drives by hand: read, complete what is in flight, take a checkpoint,
 * crash, come back on more or fewer subtasks, let time pass. What was published stays published, as
 * on a topic without transactions.
 */
final class Flow implements AutoCloseable {

    static final ModelId MODEL = new ModelId("m", "fake-digest-of-m");
    static final Duration ADMIT_TTL = Duration.ofDays(10);
    static final Duration RECALL_TTL = Duration.ofDays(12);
    static final Duration PENDING = Duration.ofMinutes(5);
    static final Duration TOMBSTONE_AFTER = Duration.ofDays(4);
    static final RetryPolicy RETRIES = new RetryPolicy(6, Duration.ofSeconds(1), 1000, ADMIT_TTL);

    /** Longer than any delay of the lane but short beside the time that a revision waits. */
    private static final Duration TICK = Duration.ofSeconds(20);

    /** The lane is done with all that failed before. */
    private static final Duration LANE = Duration.ofMinutes(10);

    private final List<IndexUpdate> topic = new ArrayList<>();
    private final PublishedIndex index = new PublishedIndex();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);
    private final List<Input> inputs = new ArrayList<>();
    private List<ModelId> serving;
    private final RetryPolicy retries;
    private final RetrySelection selection =
            new RetrySelection(
                    "posts", name -> serving.stream().anyMatch(model -> model.name().equals(name)));
    private final List<EncodedRecord> letters = new ArrayList<>();
    private int parallelism = 1;
    private int lettersRead;
    private InFlight inFlight;
    private Subtasks<KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost>>
            admit;
    private Subtasks<KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost>>
            recall;
    private Subtasks<KeyedOneInputStreamOperatorTestHarness<String, FailedRecord, RawRecord>> lane;
    private long now;
    private Checkpoint last = new Checkpoint(List.of(), 0, null, List.of(List.of()), null, null);

    private record Checkpoint(
            List<Integer> positions,
            int lettersRead,
            Subtasks.Snapshot admit,
            List<List<AdmittedPost>> inFlight,
            Subtasks.Snapshot recall,
            Subtasks.Snapshot lane) {}

    /** One partition that the job reads, which may grow. */
    static final class Input {

        private final List<Arrival> records = new ArrayList<>();
        private int position;

        void add(Arrival record) {
            records.add(record);
        }

        boolean isRead() {
            return position == records.size();
        }

        int unread() {
            return records.size() - position;
        }
    }

    Flow(ModelId... models) throws Exception {
        this(RETRIES, models);
    }

    Flow(RetryPolicy retries, ModelId... models) throws Exception {
        this.retries = retries;
        serving = List.of(models);
        open(new Random(0));
    }

    /** A flow of one model over the given posts. */
    static Flow over(List<PostEvent> events) throws Exception {
        Flow flow = new Flow(MODEL);
        Input posts = flow.newInput();
        events.forEach(event -> posts.add(Arrival.of(Records.text(event))));
        return flow;
    }

    Input newInput() {
        Input input = new Input();
        inputs.add(input);
        return input;
    }

    /** Feeds the next record of the only input to the first gate. */
    void read() throws Exception {
        read(inputs.get(0));
    }

    /** Feeds the next record of an input to the first gate; does nothing at its end. */
    void read(Input input) throws Exception {
        if (!input.isRead()) {
            arrive(input.records.get(input.position++));
        }
    }

    private void arrive(Arrival arrival) throws Exception {
        var gate = admit.of(arrival.postId());
        gate.processElement(arrival, 0);
        for (AdmittedPost admitted : gate.extractOutputValues()) {
            inFlight.add(admit.indexOf(arrival.postId()), admitted);
        }
        gate.getOutput().clear();
    }

    /**
     * Completes the oldest text in flight of some post: posts do not wait for each other.
     *
     * @param pick which post, 0 or more
     */
    void complete(int pick) throws Exception {
        complete(pick, task -> false);
    }

    /** As {@link #complete(int)}; embedding fails for the given tasks. */
    void complete(int pick, Predicate<ModelTask> failing) throws Exception {
        AdmittedPost oldest = inFlight.take(pick);
        if (oldest != null) {
            recall.of(oldest.post().version().postId())
                    .processElement(Embeddings.outcomeOf(oldest, failing), 0);
            publish();
        }
    }

    /** Nothing that is in flight can be embedded now. */
    void failAll() throws Exception {
        while (!inFlight.isEmpty()) {
            complete(0, task -> true);
        }
    }

    /** Completes everything in flight. */
    void completeAll() throws Exception {
        while (!inFlight.isEmpty()) {
            complete(0);
        }
    }

    void checkpoint() throws Exception {
        last =
                new Checkpoint(
                        inputs.stream().map(input -> input.position).toList(),
                        lettersRead,
                        admit.snapshot(),
                        inFlight.snapshot(),
                        recall.snapshot(),
                        lane.snapshot());
    }

    /** Goes back to the last checkpoint; what was in flight comes back in any order. */
    void crash(Random random) throws Exception {
        close();
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).position = i < last.positions.size() ? last.positions.get(i) : 0;
        }
        lettersRead = last.lettersRead;
        open(random);
    }

    /** Starts again from a savepoint with two subtasks instead of one, or one instead of two. */
    void rescale(Random random) throws Exception {
        checkpoint();
        parallelism = parallelism == 1 ? 2 : 1;
        crash(random);
    }

    /** Starts again from a savepoint with other models. */
    void serve(Random random, ModelId... models) throws Exception {
        checkpoint();
        serving = List.of(models);
        crash(random);
    }

    /** Lets time pass; whoever waited too long gives up. */
    void pass(Duration time) throws Exception {
        long end = now + time.toMillis();
        long laneEnd = now + LANE.toMillis();
        while (now < end) {
            readLetters();
            now = now < laneEnd ? Math.min(end, now + TICK.toMillis()) : end;
            advanceTime();
            publish();
            retry();
        }
    }

    private void readLetters() throws Exception {
        while (lettersRead < letters.size()) {
            FailedRecord failed = selection.select(Records.raw(letters.get(lettersRead++).value()));
            if (failed != null && retries.triesAgainAfter(failed.attempt())) {
                lane.of(failed.identity()).processElement(failed, 0);
            }
        }
    }

    private void retry() throws Exception {
        List<RawRecord> due = new ArrayList<>();
        lane.forEach(
                subtask -> {
                    due.addAll(subtask.extractOutputValues());
                    subtask.getOutput().clear();
                });
        for (RawRecord record : due) {
            arrive(Arrival.of(Records.text(record)));
        }
    }

    /** Whether nothing is in flight, and nothing waits to be tried again. */
    boolean isQuiet() throws Exception {
        int[] waiting = {letters.size() - lettersRead};
        lane.forEach(subtask -> waiting[0] += subtask.numProcessingTimeTimers());
        return waiting[0] == 0 && inFlight.isEmpty();
    }

    long now() {
        return now;
    }

    /** Runs to the end of all inputs and lets everything that waits run out. */
    void drain() throws Exception {
        for (Input input : inputs) {
            while (!input.isRead()) {
                read(input);
            }
        }
        do {
            completeAll();
            pass(PENDING);
        } while (!isQuiet());
    }

    /** All updates so far; without tombstones. */
    List<IndexUpdate> topic() {
        return topic;
    }

    /** The index after all records so far, tombstones included. */
    PublishedIndex index() {
        return index;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    private void open(Random random) throws Exception {
        List<ModelRef> models = serving.stream().map(ModelRef::configured).toList();
        LiveWait liveWait = new LiveWait(Duration.ofDays(1));
        inFlight = InFlight.restored(last.inFlight, parallelism, random);
        admit =
                Subtasks.open(
                        parallelism,
                        last.admit,
                        (subtasks, subtask) ->
                                Gate.of(
                                        new AdmitNewest(models, ADMIT_TTL, liveWait),
                                        Subtasks.KEY_GROUPS,
                                        subtasks,
                                        subtask));
        recall =
                Subtasks.open(
                        parallelism,
                        last.recall,
                        (subtasks, subtask) ->
                                new KeyedOneInputStreamOperatorTestHarness<>(
                                        new RecallOperator(
                                                models,
                                                new RecallTimes(
                                                        RECALL_TTL, PENDING, TOMBSTONE_AFTER),
                                                retries),
                                        outcome -> outcome.version().postId(),
                                        Types.STRING,
                                        Subtasks.KEY_GROUPS,
                                        subtasks,
                                        subtask));
        lane =
                Subtasks.open(
                        parallelism,
                        last.lane,
                        (subtasks, subtask) ->
                                new KeyedOneInputStreamOperatorTestHarness<>(
                                        new KeyedProcessOperator<>(new AwaitRetry(lateClock())),
                                        FailedRecord::identity,
                                        Types.STRING,
                                        Subtasks.KEY_GROUPS,
                                        subtasks,
                                        subtask));
        advanceTime();
        publish();
        retry();
    }

    /** Letters carry the time of the wall, not that of the test: none of them is ever too old. */
    private RetryPolicy lateClock() {
        return new RetryPolicy(
                retries.attempts(), retries.delay(), retries.perSecond(), Duration.ofDays(36500));
    }

    private void advanceTime() throws Exception {
        admit.forEach(
                subtask -> {
                    subtask.setStateTtlProcessingTime(now);
                    subtask.setProcessingTime(now);
                });
        recall.forEach(
                subtask -> {
                    subtask.setStateTtlProcessingTime(now);
                    subtask.setProcessingTime(now);
                });
        lane.forEach(subtask -> subtask.setProcessingTime(now));
    }

    private void publish() throws Exception {
        recall.forEach(this::publish);
    }

    private void publish(
            KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost> from) {
        for (EmbeddedPost post : from.extractOutputValues()) {
            publish(encoder.encode(post));
        }
        from.getOutput().clear();
        var written = from.getSideOutput(DeadLetters.TAG);
        if (written != null) {
            written.forEach(letter -> giveUp(letter.getValue()));
            written.clear();
        }
    }

    private void publish(EncodedRecord published) {
        if (published.value() == null) {
            index.forget(IndexKey.parse(published.key()));
        } else {
            IndexUpdate update = AvroCodec.of(IndexUpdate.class).decode(published.value());
            topic.add(update);
            index.apply(update);
        }
    }

    private void giveUp(EncodedRecord letter) {
        letters.add(letter);
        deadLetters.add(AvroCodec.of(DeadLetter.class).decode(letter.value()));
    }

    @Override
    public void close() {
        try {
            admit.close();
            recall.close();
            lane.close();
        } catch (Exception unclosed) {
            throw new IllegalStateException("a gate could not be closed", unclosed);
        }
    }
}
