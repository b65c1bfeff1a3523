package io.nearline.pipeline.config;

import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.backfill.PostSubset;
import io.nearline.operators.decode.PostFormat;
import io.nearline.schemas.VectorEncoding;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Everything a backfill was told, typed and checked.
 *
 * @param id identity of the backfill
 * @param input what it reads
 * @param asOf the time up to which the input holds every change
 * @param subset which of its posts are embedded
 * @param kafka how to talk to Kafka; group and transactions are the backfill's own
 * @param model which model embeds
 * @param embedding how texts are made and embedded
 * @param pace how fast it may go
 * @param reporting what its reports say beside the figures
 */
public record BackfillConfig(
        String id,
        BackfillInput input,
        Instant asOf,
        PostSubset subset,
        KafkaSettings kafka,
        Model model,
        Embedding embedding,
        Pace pace,
        Reporting reporting) {

    /**
     * Reads and checks all options.
     *
     * @throws InvalidConfigurationException with every problem, if there is any
     */
    public static BackfillConfig from(Configuration configuration) {
        return new BackfillConfigReader(configuration).read();
    }

    /**
     * The model that embeds.
     *
     * @param bundle directory or URI of its bundle
     * @param cache directory that it is fetched to; null for one in the temporary directory
     * @param mostBundleBytes largest bundle that is fetched
     * @param engine how its engine runs
     */
    public record Model(
            String bundle,
            @Nullable String cache,
            long mostBundleBytes,
            ServingSettings.Engine engine) {}

    /**
     * How texts are made and embedded.
     *
     * @param postFormat how posts stand in what is read
     * @param maxRevision highest revision that is taken
     * @param recipe how a post becomes one text
     * @param capacity texts in flight per subtask
     * @param bytesInFlight memory for posts in flight per subtask, about
     * @param timeout how long one run of the model may take
     * @param encoding how vectors are written
     */
    public record Embedding(
            PostFormat postFormat,
            long maxRevision,
            TextRecipe recipe,
            int capacity,
            long bytesInFlight,
            Duration timeout,
            VectorEncoding encoding) {}

    /**
     * How fast a backfill may go.
     *
     * @param recordsPerSecond most records read per second by the whole job; infinite for no cap
     * @param guarded whether it slows down when live updates get late
     * @param freshnessBound 99th percentile of live freshness above which it slows down
     */
    public record Pace(double recordsPerSecond, boolean guarded, Duration freshnessBound) {}

    /**
     * What reports say beside the figures.
     *
     * @param interval time between two reports
     * @param startedAt when the backfill was first submitted; null for the job's own first start
     * @param restUrl address of the cluster's REST endpoint; null if unknown
     */
    public record Reporting(
            Duration interval, @Nullable Instant startedAt, @Nullable String restUrl) {}
}
