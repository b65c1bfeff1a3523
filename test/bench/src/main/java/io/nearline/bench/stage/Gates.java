package io.nearline.bench.stage;

import io.nearline.operators.admit.AdmitNewest;
import io.nearline.operators.admit.AdmitState;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.RecallOperator;
import io.nearline.operators.recall.RecallTimes;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.config.GateOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** Both gates with their state in RocksDB on disk, and no Flink around them. */
public final class Gates implements AutoCloseable {
    /** Half of what Flink gives to the state of a local job. */
    private static final MemorySize MEMORY = MemorySize.ofMebiBytes(64);

    private static final int KEPT_OUTPUT = 1000;

    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, Arrival, Announcement, AdmittedPost>
            admit;
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, EmbeddingOutcome, Announcement, EmbeddedPost>
            recall;

    private Gates(
            KeyedTwoInputStreamOperatorTestHarness<String, Arrival, Announcement, AdmittedPost>
                    admit,
            KeyedTwoInputStreamOperatorTestHarness<
                            String, EmbeddingOutcome, Announcement, EmbeddedPost>
                    recall) {
        this.admit = admit;
        this.recall = recall;
    }

    /** Opens both, empty, for one model. */
    public static Gates open(ModelRef model) throws Exception {
        List<ModelRef> models = List.of(model);
        Duration admitTtl = GateOptions.ADMIT_TTL.defaultValue();
        LiveWait liveWait = new LiveWait(Duration.ofSeconds(1));
        return new Gates(
                open(
                        new CoBroadcastWithKeyedOperator<>(
                                new AdmitNewest(models, admitTtl, liveWait),
                                List.of(AdmitState.STANDINGS)),
                        Arrival::postId),
                open(
                        new RecallOperator(
                                models,
                                new RecallTimes(
                                        GateOptions.RECALL_TTL.defaultValue(),
                                        GateOptions.PENDING_TIMEOUT.defaultValue(),
                                        GateOptions.TOMBSTONE_AFTER.defaultValue()),
                                RetryPolicy.never()),
                        outcome -> outcome.version().postId()));
    }

    /** Lets a post through the first gate. */
    public void admit(Arrival arrival) throws Exception {
        admit.processElement1(new StreamRecord<>(arrival));
        forget(admit);
    }

    /** Lets a vector through the second gate. */
    public void recall(EmbeddingOutcome outcome) throws Exception {
        recall.processElement1(new StreamRecord<>(outcome));
        forget(recall);
    }

    private static <I, O> KeyedTwoInputStreamOperatorTestHarness<String, I, Announcement, O> open(
            TwoInputStreamOperator<I, Announcement, O> operator, KeySelector<I, String> key)
            throws Exception {
        KeyedTwoInputStreamOperatorTestHarness<String, I, Announcement, O> harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(operator, key, null, Types.STRING);
        Configuration configuration = FlinkEnvironment.over(new Configuration());
        EmbeddedRocksDBStateBackend backend =
                new EmbeddedRocksDBStateBackend(true)
                        .configure(configuration, Gates.class.getClassLoader());
        backend.getMemoryConfiguration().setFixedMemoryPerSlot(MEMORY);
        harness.setStateBackend(backend);
        harness.setProcessingTime(System.currentTimeMillis());
        harness.open();
        return harness;
    }

    private static void forget(KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, ?> harness) {
        if (harness.getOutput().size() >= KEPT_OUTPUT) {
            harness.getOutput().clear();
        }
    }

    @Override
    public void close() {
        try (admit) {
            recall.close();
        } catch (Exception e) {
            throw new IllegalStateException("the gates' state could not be freed", e);
        }
    }
}
