package io.nearline.it.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.vector.Cosine;
import io.nearline.it.topic.IndexReader;
import io.nearline.it.topic.PostPublisher;
import io.nearline.retrieval.measure.Spearman;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorCodec;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.JobProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.GzipLines;
import io.nearline.testkit.Posts;
import io.nearline.testkit.PublishedIndex;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The published quality of the model survives the whole way: every sentence of STS-B dev is a post,
 * both models serve, and the vectors are those on the index-updates topic.
 */
class StsBenchmarkITCase {
    private static final String FILE = "sts/stsb_en_dev.tsv.gz";
    private static final String FP32 = "all-minilm-l6-v2";
    private static final String INT8 = "all-minilm-l6-v2-int8";
    private static final double PUBLISHED = 0.8672;
    private static final Duration DRAIN = Duration.ofMinutes(5);
    private static final int PARTITIONS = 4;

    private record Pair(double score, String left, String right) {}

    @Test
    void publishedVectorsRankSentencePairsAsWellAsTheModelsPublishedScore() throws IOException {
        List<Pair> pairs = pairs();
        PublishedIndex index = embed(pairs);
        assertThat(correlation(pairs, index, FP32)).isCloseTo(PUBLISHED, within(0.001));
        assertThat(correlation(pairs, index, INT8)).isCloseTo(PUBLISHED, within(0.005));
    }

    private static List<Pair> pairs() throws IOException {
        return GzipLines.read(RealPosts.require(FILE)).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .map(cells -> new Pair(Double.parseDouble(cells[0]), cells[1], cells[2]))
                .toList();
    }

    private static PublishedIndex embed(List<Pair> pairs) {
        Path work = WorkDirectory.fresh(StsBenchmarkITCase.class);
        Path logs = work.resolve("logs");
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"), logs)) {
            for (TopicPlan topic : TopicPlan.values()) {
                broker.createTopic(topic, PARTITIONS);
            }
            publish(pairs, broker);
            try (JobProcess job =
                            JobProcess.start(
                                    "job", work.resolve("checkpoints"), settings(broker), logs);
                    IndexReader reader =
                            new IndexReader(
                                    broker.bootstrapServers(),
                                    TopicPlan.INDEX_UPDATES.defaultName())) {
                return Awaitility.await("a vector of each model for every sentence")
                        .atMost(DRAIN)
                        .pollInSameThread()
                        .until(
                                () -> {
                                    job.requireAlive();
                                    return reader.catchUp();
                                },
                                published -> published.latest().size() == 2 * 2 * pairs.size());
            }
        }
    }

    private static Map<String, String> settings(BrokerProcess broker) {
        return Map.of(
                "nearline.kafka.bootstrap-servers", broker.bootstrapServers(),
                "nearline.models.directory", Artifacts.models().toString(),
                "nearline.models.serve", FP32 + ";" + INT8);
    }

    private static void publish(List<Pair> pairs, BrokerProcess broker) {
        List<PostEvent> posts = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            posts.add(Posts.aPost(left(i)).body(pairs.get(i).left()).build());
            posts.add(Posts.aPost(right(i)).body(pairs.get(i).right()).build());
        }
        try (PostPublisher publisher =
                new PostPublisher(broker.bootstrapServers(), TopicPlan.POSTS.defaultName())) {
            publisher.publish(posts);
        }
    }

    private static double correlation(List<Pair> pairs, PublishedIndex index, String model) {
        Map<IndexKey, IndexUpdate> updates = index.latest();
        double[] scores = new double[pairs.size()];
        double[] cosines = new double[pairs.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = pairs.get(i).score();
            cosines[i] =
                    Cosine.between(
                            vector(updates.get(new IndexKey(left(i), model))),
                            vector(updates.get(new IndexKey(right(i), model))));
        }
        return Spearman.rho(scores, cosines);
    }

    private static float[] vector(IndexUpdate update) {
        return VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
    }

    private static String left(int pair) {
        return pair + "-left";
    }

    private static String right(int pair) {
        return pair + "-right";
    }
}
