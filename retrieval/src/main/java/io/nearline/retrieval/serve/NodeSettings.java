package io.nearline.retrieval.serve;

import io.nearline.retrieval.posts.PostsTopic;
import io.nearline.retrieval.vectors.Approach;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.consume.ConsumerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a query node runs with.
 *
 * @param cluster where the topics are
 * @param consumer how they are read
 * @param posts the topic of posts, whose texts are searched by words and shown
 * @param deadLettersTopic name of the topic of dead letters, which are told of a post
 * @param index directory of the index; made if it is not there
 * @param memory how much of the vectors is held in the heap
 * @param approach how the nearest of many posts are looked for
 * @param bundles directories that are model bundles or hold some
 * @param embeddingThreads threads that embed texts of queries, of each model
 * @param recallShare share of the queries that are searched again exactly, to measure recall; 0 to
 *     1, 0 for none
 * @param output name of the further vector that is searched; empty for the main one
 * @param server how the service is reached and what it takes on
 */
public record NodeSettings(
        Cluster cluster,
        ConsumerOptions consumer,
        PostsTopic posts,
        String deadLettersTopic,
        Path index,
        Tier memory,
        Approach approach,
        List<Path> bundles,
        int embeddingThreads,
        double recallShare,
        Optional<String> output,
        ServerSettings server) {

    /** What is read of a cluster. */
    public static final List<TopicPlan> TOPICS =
            List.of(
                    TopicPlan.POSTS,
                    TopicPlan.INDEX_UPDATES,
                    TopicPlan.INDEX_CONTROL,
                    TopicPlan.DEAD_LETTERS);

    /** At 20 queries a second a fault of recall is seen within two minutes. */
    public static final double DEFAULT_RECALL_SHARE = 0.02;

    public NodeSettings {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(posts, "posts");
        Objects.requireNonNull(deadLettersTopic, "deadLettersTopic");
        Objects.requireNonNull(index, "index");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(approach, "approach");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(server, "server");
        bundles = List.copyOf(bundles);
        if (embeddingThreads < 1) {
            throw new IllegalArgumentException(
                    "embeddingThreads is %d: give 1 or more.".formatted(embeddingThreads));
        }
        if (!(recallShare >= 0 && recallShare <= 1)) {
            throw new IllegalArgumentException(
                    "The share of queries to measure is %s: give 0 to 1.".formatted(recallShare));
        }
    }

    /** The same, searching a further vector of the updates. */
    public NodeSettings withOutput(String name) {
        return new NodeSettings(
                cluster,
                consumer,
                posts,
                deadLettersTopic,
                index,
                memory,
                approach,
                bundles,
                embeddingThreads,
                recallShare,
                Optional.of(name),
                server);
    }

    /** Searching the main vectors, with posts in Nearline's own format. */
    public NodeSettings(
            Cluster cluster,
            ConsumerOptions consumer,
            String postsTopic,
            String deadLettersTopic,
            Path index,
            Tier memory,
            Approach approach,
            List<Path> bundles,
            int embeddingThreads,
            double recallShare,
            ServerSettings server) {
        this(
                cluster,
                consumer,
                PostsTopic.named(postsTopic),
                deadLettersTopic,
                index,
                memory,
                approach,
                bundles,
                embeddingThreads,
                recallShare,
                Optional.empty(),
                server);
    }

    /**
     * The same with posts in Nearline's own format, the usual topic of dead letters, approach and
     * share of queries measured.
     */
    public NodeSettings(
            Cluster cluster,
            ConsumerOptions consumer,
            String postsTopic,
            Path index,
            Tier memory,
            List<Path> bundles,
            int embeddingThreads,
            ServerSettings server) {
        this(
                cluster,
                consumer,
                PostsTopic.named(postsTopic),
                TopicNames.DEAD_LETTERS,
                index,
                memory,
                Approach.AUTO,
                bundles,
                embeddingThreads,
                DEFAULT_RECALL_SHARE,
                Optional.empty(),
                server);
    }
}
