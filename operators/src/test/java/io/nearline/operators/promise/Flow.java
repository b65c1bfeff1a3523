package io.nearline.operators.promise;

import io.nearline.embedding.ModelId;
import io.nearline.operators.Records;
import io.nearline.operators.admit.AdmitNewest;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.Announcement;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.admit.Gate;
import io.nearline.operators.admit.LiveWait;
import io.nearline.operators.admit.ModelRef;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.Embeddings;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.RecallOperator;
import io.nearline.operators.update.UpdateEncoder;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Both gates with their real state between inputs and an async stage that a test drives by hand:
 * read, complete what is in flight, take a checkpoint, crash, come back, let time pass. What was
 * published stays published, as on a topic without transactions.
 */
final class Flow implements AutoCloseable {

    static final ModelId MODEL = new ModelId("m", "fake-digest-of-m");
    static final Duration ADMIT_TTL = Duration.ofDays(10);
    static final Duration RECALL_TTL = Duration.ofDays(12);
    static final Duration PENDING = Duration.ofMinutes(5);

    private final List<IndexUpdate> topic = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);
    private final List<Input> inputs = new ArrayList<>();
    private List<ModelId> serving;
    private List<AdmittedPost> inFlight = new ArrayList<>();
    private KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> admit;
    private KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost> recall;
    private long now;
    private Checkpoint last = new Checkpoint(List.of(), null, List.of(), null);

    private record Checkpoint(
            List<Integer> positions,
            OperatorSubtaskState admit,
            List<AdmittedPost> inFlight,
            OperatorSubtaskState recall) {}

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
        serving = List.of(models);
        open();
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
            admit.processElement(input.records.get(input.position++), 0);
            inFlight.addAll(admit.extractOutputValues());
            admit.getOutput().clear();
        }
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
        if (!inFlight.isEmpty()) {
            String postId = postId(inFlight.get(pick % inFlight.size()));
            AdmittedPost oldest =
                    inFlight.stream()
                            .filter(one -> postId(one).equals(postId))
                            .findFirst()
                            .orElseThrow();
            inFlight.remove(oldest);
            recall.processElement(Embeddings.outcomeOf(oldest, failing), 0);
            publish();
        }
    }

    private static String postId(AdmittedPost admitted) {
        return admitted.post().version().postId();
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
                        admit.snapshot(1, 1),
                        List.copyOf(inFlight),
                        recall.snapshot(1, 1));
    }

    /** Goes back to the last checkpoint; what was in flight comes back in any order. */
    void crash(Random random) throws Exception {
        close();
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).position = i < last.positions.size() ? last.positions.get(i) : 0;
        }
        inFlight = new ArrayList<>(last.inFlight);
        Collections.shuffle(inFlight, random);
        open();
    }

    /** Starts again from a savepoint with other models. */
    void serve(Random random, ModelId... models) throws Exception {
        checkpoint();
        serving = List.of(models);
        crash(random);
    }

    /** Lets time pass; whoever waited too long gives up. */
    void pass(Duration time) throws Exception {
        now += time.toMillis();
        tellTime();
        publish();
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
        completeAll();
        pass(PENDING);
    }

    List<IndexUpdate> topic() {
        return topic;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    private void open() throws Exception {
        admit =
                Gate.of(
                        new AdmitNewest(
                                serving.stream().map(ModelRef::configured).toList(),
                                ADMIT_TTL,
                                new LiveWait(Duration.ofDays(1))));
        recall =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new RecallOperator(
                                serving.stream().map(ModelRef::configured).toList(),
                                RECALL_TTL,
                                PENDING),
                        outcome -> outcome.version().postId(),
                        Types.STRING);
        if (last.admit != null) {
            admit.initializeState(last.admit);
            recall.initializeState(last.recall);
        }
        admit.open();
        recall.open();
        tellTime();
    }

    private void tellTime() throws Exception {
        admit.setStateTtlProcessingTime(now);
        recall.setStateTtlProcessingTime(now);
        admit.setProcessingTime(now);
        recall.setProcessingTime(now);
    }

    private void publish() {
        for (EmbeddedPost post : recall.extractOutputValues()) {
            topic.add(AvroCodec.of(IndexUpdate.class).decode(encoder.encode(post).value()));
        }
        recall.getOutput().clear();
        var letters = recall.getSideOutput(DeadLetters.TAG);
        if (letters != null) {
            letters.forEach(
                    letter ->
                            deadLetters.add(
                                    AvroCodec.of(DeadLetter.class)
                                            .decode(letter.getValue().value())));
            letters.clear();
        }
    }

    @Override
    public void close() {
        try {
            admit.close();
            recall.close();
        } catch (Exception unclosed) {
            throw new IllegalStateException("a gate could not be closed", unclosed);
        }
    }
}
