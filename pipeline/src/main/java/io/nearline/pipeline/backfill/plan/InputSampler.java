package io.nearline.pipeline.backfill.plan;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillInput;
import java.util.random.RandomGenerator;

/** Samples whatever a backfill reads. */
public final class InputSampler {

    private final RandomGenerator random;

    public InputSampler(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A random sample, spread over all of the input; everything if there is no more.
     *
     * @param size how many records, more or less
     */
    public RecordSample sample(BackfillConfig config, int size) {
        if (config.input() instanceof BackfillInput.TopicRange range) {
            Cluster cluster =
                    new Cluster(
                            config.kafka().bootstrapServers(), config.kafka().clientProperties());
            return new TopicSampler(cluster, random).sample(range.topic(), range.offsets(), size);
        }
        throw new IllegalArgumentException(
                config.input().description() + " cannot be sampled: plan a range of a topic");
    }
}
