package io.nearline.operations.backfill.range;

import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

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
        if (!settings.readTheTopic()) {
            return Optional.of(AS_SET);
        }
        Optional<OffsetRanges> set = settings.offsets();
        if (set.isPresent()) {
            return set.get().size() == 0 ? Optional.empty() : Optional.of(AS_SET);
        }
        ResolvedRange range =
                new RangeResolver(settings.cluster(), clock)
                        .resolve(settings.topic(TopicPlan.POSTS), request);
        if (range.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new FixedInput(
                        Optional.of(range.offsets()),
                        settings.nameAsOf() ? Optional.empty() : Optional.of(range.asOf())));
    }

    /** Tells a job of it. */
    public void addTo(JobKeys job) {
        offsets.ifPresent(job::offsets);
        asOf.ifPresent(job::asOf);
    }
}
