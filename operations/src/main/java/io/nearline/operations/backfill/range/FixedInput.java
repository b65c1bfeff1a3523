package io.nearline.operations.backfill.range;

import io.nearline.operations.JobSettings;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.BackfillSource;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.config.OffsetRanges;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * What a backfill reads, fixed, so that it can be read twice and again after a failure.
 *
 * @param offsets records of the topic of posts; empty if the settings say it all
 * @param asOf the time up to which they hold every change; empty if the settings say it
 */
public record FixedInput(Optional<OffsetRanges> offsets, Optional<Instant> asOf) {

    private static final FixedInput AS_SET = new FixedInput(Optional.empty(), Optional.empty());

    /**
     * Asks the topic of posts for its offsets, unless the settings have them or name files.
     *
     * @param request which part of the topic; ignored for files
     * @return empty if there is nothing to read
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     * @throws IllegalArgumentException if the request names a partition that the topic has not, or
     *     the offsets that are set are none
     */
    public static Optional<FixedInput> resolve(
            JobSettings settings, RangeRequest request, Clock clock) {
        if (settings.get(BackfillOptions.SOURCE) != BackfillSource.KAFKA) {
            return Optional.of(AS_SET);
        }
        if (settings.contain(BackfillOptions.OFFSETS)) {
            OffsetRanges offsets = OffsetRanges.parse(settings.get(BackfillOptions.OFFSETS));
            return offsets.size() == 0 ? Optional.empty() : Optional.of(AS_SET);
        }
        ResolvedRange range =
                new RangeResolver(JobTopics.of(settings).cluster(), clock)
                        .resolve(settings.get(JobOptions.POSTS_TOPIC), request);
        if (range.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new FixedInput(
                        Optional.of(range.offsets()),
                        settings.contain(BackfillOptions.AS_OF)
                                ? Optional.empty()
                                : Optional.of(range.asOf())));
    }

    /** Tells a job of it. */
    public void render(Configuration job) {
        offsets.ifPresent(known -> job.set(BackfillOptions.OFFSETS, known.toString()));
        asOf.ifPresent(known -> job.set(BackfillOptions.AS_OF, known.toString()));
    }
}
