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
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.Embeddings;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.RecallVector;
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
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Both gates with their real state and an async stage between them that a test drives by hand:
 * complete what is in flight, take a checkpoint, crash, come back rescaled. What was published
 * stays published, as on a topic without transactions.
 */
final class Flow implements AutoCloseable {

    static final ModelId MODEL = new ModelId("m", "fake-digest-of-m");
    private static final Duration ADMIT_TTL = Duration.ofDays(10);
    private static final Duration RECALL_TTL = Duration.ofDays(20);
    private static final Duration PENDING = Duration.ofMinutes(5);

    private final List<PostEvent> input;
    private final List<IndexUpdate> topic = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);
    private List<AdmittedPost> inFlight = new ArrayList<>();
    private KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> admit;
    private KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost> recall;
    private int position;
    private Checkpoint last = new Checkpoint(0, null, List.of(), null);

    private record Checkpoint(
            int position,
            OperatorSubtaskState admit,
            List<AdmittedPost> inFlight,
            OperatorSubtaskState recall) {}

    Flow(List<PostEvent> input) throws Exception {
        this.input = input;
        open();
    }

    /** Feeds the next event to the first gate; does nothing at the end of the input. */
    void read() throws Exception {
        if (position < input.size()) {
            admit.processElement(Arrival.of(Records.text(input.get(position++))), 0);
            inFlight.addAll(admit.extractOutputValues());
            admit.getOutput().clear();
        }
    }

    /** Completes the oldest text in flight. */
    void complete() throws Exception {
        if (!inFlight.isEmpty()) {
            recall.processElement(Embeddings.outcomeOf(inFlight.remove(0)), 0);
            publish();
        }
    }

    void checkpoint() throws Exception {
        last =
                new Checkpoint(
                        position,
                        admit.snapshot(1, 1),
                        List.copyOf(inFlight),
                        recall.snapshot(1, 1));
    }

    /** Goes back to the last checkpoint. */
    void crash() throws Exception {
        close();
        position = last.position;
        inFlight = new ArrayList<>(last.inFlight);
        open();
    }

    /** Goes back to the last checkpoint; what was in flight comes back in any order. */
    void rescale(Random random) throws Exception {
        crash();
        Collections.shuffle(inFlight, random);
    }

    /** Runs to the end of the input and lets everything that waits run out. */
    void drain() throws Exception {
        while (position < input.size()) {
            read();
        }
        while (!inFlight.isEmpty()) {
            complete();
        }
        recall.setProcessingTime(Duration.ofDays(1).toMillis());
        publish();
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
                                List.of(ModelRef.configured(MODEL)),
                                ADMIT_TTL,
                                new LiveWait(Duration.ofDays(1))));
        recall =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new RecallVector(RECALL_TTL, PENDING)),
                        outcome -> outcome.version().postId(),
                        Types.STRING);
        if (last.admit != null) {
            admit.initializeState(last.admit);
            recall.initializeState(last.recall);
        }
        admit.open();
        recall.open();
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
