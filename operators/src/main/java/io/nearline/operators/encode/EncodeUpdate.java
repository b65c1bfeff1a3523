package io.nearline.operators.encode;

import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.ModelMetrics;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.Publication;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.Origin;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorEncoding;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Writes updates as Avro, counts them and measures how fresh they are; a backfilled one is as old
 * as its post. Tombstones are counted, and nothing more.
 */
public final class EncodeUpdate extends ProcessFunction<EmbeddedPost, EncodedRecord> {

    private static final long serialVersionUID = 1L;

    /**
     * By its name: a job manager that read the generated type would keep all classes of the jar.
     */
    private final String encoding;

    private transient UpdateEncoder encoder;
    private transient PipelineMetrics metrics;
    private transient DeadLetters deadLetters;
    private transient Map<String, Meter> meters;
    private transient Clock clock;

    /** Writes vectors in the given encoding. */
    public EncodeUpdate(VectorEncoding encoding) {
        this.encoding = encoding.name();
    }

    @Override
    public void open(OpenContext context) {
        encoder = new UpdateEncoder(VectorEncoding.valueOf(encoding));
        metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.ENCODE);
        meters = new HashMap<>();
        clock = Clock.systemUTC();
    }

    @Override
    public void processElement(EmbeddedPost post, Context context, Collector<EncodedRecord> out) {
        EncodedRecord encoded;
        try {
            encoded = encoder.encode(post);
        } catch (RuntimeException unencodable) {
            context.output(
                    DeadLetters.TAG,
                    deadLetters.write(
                            Stage.ENCODE,
                            post.version().record(),
                            post.modelName(),
                            Failure.of(unencodable)));
            return;
        }
        meters.computeIfAbsent(post.modelName(), name -> new Meter(metrics.model(name))).add(post);
        out.collect(encoded);
    }

    private final class Meter {

        private final Counter upserts;
        private final Counter deletes;
        private final Counter tombstones;
        private final Histogram freshness;

        private Meter(ModelMetrics model) {
            upserts = model.updates(UpdateKind.UPSERT);
            deletes = model.updates(UpdateKind.DELETE);
            tombstones = model.tombstones();
            freshness = model.freshness();
        }

        private void add(EmbeddedPost post) {
            counter(post.publication()).inc();
            boolean isNews = post.publication() != Publication.TOMBSTONE;
            if (isNews && post.version().origin() != Origin.BACKFILL) {
                freshness.update(Math.max(0, clock.millis() - post.version().eventTime()));
            }
        }

        private Counter counter(Publication publication) {
            return switch (publication) {
                case UPSERT -> upserts;
                case DELETE -> deletes;
                case TOMBSTONE -> tombstones;
            };
        }
    }
}
