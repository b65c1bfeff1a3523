package io.nearline.operations.backfill.plan;

import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillInput;
import io.nearline.pipeline.source.files.PostFiles;
import io.nearline.topics.cluster.Cluster;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.apache.flink.core.fs.Path;

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
     * @throws IOException if a file is missing or holds no posts
     * @throws io.nearline.topics.cluster.ClusterException if the brokers do not answer
     */
    public RecordSample sample(BackfillConfig config, int size) throws IOException {
        if (config.input() instanceof BackfillInput.TopicRange range) {
            Cluster cluster =
                    new Cluster(
                            config.kafka().bootstrapServers(), config.kafka().clientProperties());
            return new TopicSampler(cluster, random).sample(range.topic(), range.offsets(), size);
        }
        BackfillInput.FileSet files = (BackfillInput.FileSet) config.input();
        return new FileSampler(random)
                .sample(
                        files.uris().stream().map(place -> new Path(place).toUri()).toList(),
                        PostFiles.reading(files, config.asOf()),
                        size);
    }
}
