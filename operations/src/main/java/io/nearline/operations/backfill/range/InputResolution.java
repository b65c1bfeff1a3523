package io.nearline.operations.backfill.range;

import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.BackfillSource;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.topics.cluster.Cluster;
import java.time.Clock;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** Fixes what a backfill reads, so that it can be read twice and again after a failure. */
public final class InputResolution {

    private InputResolution() {}

    /**
     * The options with offsets and the time up to which they go; what is set already stays.
     *
     * @param given options of a backfill
     * @param request which part of the topic; ignored for files
     * @return empty if there is nothing to read
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     * @throws IllegalArgumentException if the request names a partition that the topic has not, or
     *     the offsets that are set are none
     */
    public static Optional<Configuration> resolve(
            Configuration given, RangeRequest request, Clock clock) {
        if (given.get(BackfillOptions.SOURCE) != BackfillSource.KAFKA) {
            return Optional.of(given);
        }
        if (given.contains(BackfillOptions.OFFSETS)) {
            OffsetRanges offsets = OffsetRanges.parse(given.get(BackfillOptions.OFFSETS));
            return offsets.size() == 0 ? Optional.empty() : Optional.of(given);
        }
        ResolvedRange range =
                new RangeResolver(cluster(given), clock)
                        .resolve(given.get(JobOptions.POSTS_TOPIC), request);
        if (range.isEmpty()) {
            return Optional.empty();
        }
        Configuration resolved = new Configuration(given);
        resolved.set(BackfillOptions.OFFSETS, range.offsets().toString());
        if (!given.contains(BackfillOptions.AS_OF)) {
            resolved.set(BackfillOptions.AS_OF, range.asOf().toString());
        }
        return Optional.of(resolved);
    }

    private static Cluster cluster(Configuration given) {
        return new Cluster(
                given.get(JobOptions.BOOTSTRAP_SERVERS), given.get(JobOptions.CLIENT_PROPERTIES));
    }
}
