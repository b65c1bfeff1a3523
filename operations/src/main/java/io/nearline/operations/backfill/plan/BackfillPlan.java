package io.nearline.operations.backfill.plan;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill would take.
 *
 * @param source what it reads, for people
 * @param subset which of these posts it embeds, for people; null for all
 * @param asOf the time up to which the source holds every change
 * @param modelName name of the model
 * @param modelDigest digest of its bundle
 * @param posts what there is to embed
 * @param texts what the model makes of it
 * @param speed how long that takes
 * @param disk how much room it takes
 * @param live what the live job notices of it
 */
public record BackfillPlan(
        String source,
        @Nullable String subset,
        Instant asOf,
        String modelName,
        String modelDigest,
        Posts posts,
        Texts texts,
        Speed speed,
        Disk disk,
        Live live) {

    /** Whether numbers were counted or estimated. */
    public enum Certainty {
        /** All records were read. */
        COUNTED,
        /** A sample was read. */
        ESTIMATED
    }

    /** Where the speed comes from. */
    public enum SpeedOrigin {
        /** A trial on this machine. */
        MEASURED_HERE,
        /** Whoever asked for the plan. */
        GIVEN
    }

    /**
     * What there is to embed.
     *
     * @param records records of the source
     * @param sampled how many of them were read for the plan
     * @param certainty of the following
     * @param distinct posts that the records are about
     * @param toEmbed posts that get a vector: not deleted, in the subset, with a text
     * @param unreadable records without a value or that are no posts
     * @param firstProblem what is wrong with the first of these, for people; null if there are none
     */
    public record Posts(
            long records,
            long sampled,
            Certainty certainty,
            long distinct,
            long toEmbed,
            long unreadable,
            @Nullable String firstProblem) {}

    /**
     * What the model makes of the texts.
     *
     * @param tokens tokens in all
     * @param tokensPerPost mean
     * @param truncatedShare share of posts, 0 to 1, whose end the model does not see
     * @param paddingShare share of what the model reads, 0 to 1, that only fills up batches
     */
    public record Texts(
            long tokens, double tokensPerPost, double truncatedShare, double paddingShare) {}

    /**
     * How long it takes.
     *
     * @param parallelism cores that embed
     * @param postsPerSecond all cores together, nothing holding them back
     * @param origin where that number comes from
     * @param recordsPerSecondCap most records read per second; empty for no cap
     * @param hours from the first vector to the last; the first reading, without a model, excluded
     */
    public record Speed(
            int parallelism,
            double postsPerSecond,
            SpeedOrigin origin,
            OptionalDouble recordsPerSecondCap,
            double hours) {}

    /**
     * How much room it takes, in bytes and one copy.
     *
     * @param output records written to the topic of backfilled vectors, and again to the topic of
     *     index updates
     * @param backfillState state of the backfill, and size of its savepoint
     * @param liveState what the live job keeps of the merged vectors
     */
    public record Disk(long output, long backfillState, long liveState) {}

    /**
     * What the live job notices.
     *
     * @param updatesPerSecond live updates it publishes at present
     * @param freshnessP99Millis how late these are; empty if there are none
     * @param mergesPerSecond vectors it merges while the backfill runs, at most
     * @param mergesPerSecondCap cap on these
     * @param mergeShare share of what it publishes then, 0 to 1, that is merged
     * @param mergeLag vectors that wait to be merged when the backfill ends, at most
     * @param mergeLagSeconds how long it merges these
     */
    public record Live(
            double updatesPerSecond,
            OptionalLong freshnessP99Millis,
            double mergesPerSecond,
            double mergesPerSecondCap,
            double mergeShare,
            long mergeLag,
            double mergeLagSeconds) {}
}
