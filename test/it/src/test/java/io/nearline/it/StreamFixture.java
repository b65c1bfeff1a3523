package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.it.topic.IndexReader;
import io.nearline.it.topic.PostPublisher;
import io.nearline.it.topic.VectorCheck;
import io.nearline.schemas.PostEvent;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testkit.ExpectedPost;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PublishedIndex;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A broker of its own with the topics of the plan, a producer of posts, a consumer of updates, and
 * the oracle that knows what the consumer must see in the end.
 */
final class StreamFixture implements AutoCloseable {
    /** The model that is served: the one that ships for CPUs. */
    static final String MODEL = "all-minilm-l6-v2-int8";

    private static final int PARTITIONS = 4;
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final BrokerProcess broker;
    private final PostPublisher posts;
    private final IndexReader reader;
    private final List<PostEvent> published = new ArrayList<>();

    private StreamFixture(BrokerProcess broker) {
        this.broker = broker;
        for (TopicPlan topic : TopicPlan.values()) {
            broker.createTopic(topic, PARTITIONS);
        }
        posts = new PostPublisher(broker.bootstrapServers(), TopicPlan.POSTS.defaultName());
        reader = new IndexReader(broker.bootstrapServers(), TopicPlan.INDEX_UPDATES.defaultName());
    }

    static StreamFixture start(Path directory) {
        return new StreamFixture(
                BrokerProcess.start(directory.resolve("broker"), directory.resolve("logs")));
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** What a job needs to know to read and write here. */
    Map<String, String> jobSettings() {
        return Map.of(
                "nearline.kafka.bootstrap-servers", broker.bootstrapServers(),
                "nearline.models.directory", Artifacts.models().toString(),
                "nearline.models.serve", MODEL);
    }

    void publish(List<PostEvent> events) {
        posts.publish(events);
        published.addAll(events);
    }

    /** Reads the topic until it holds that many records more than now. */
    void awaitMoreUpdates(int count, Runnable requireAlive) {
        int before = reader.catchUp().records();
        awaitIndex(
                count + " more updates",
                index -> {
                    requireAlive.run();
                    return index.records() >= before + count;
                });
    }

    /** Reads the topic until every post is as the oracle has it. */
    void awaitFinalState(Runnable requireAlive) {
        Map<String, ExpectedPost> expected = expected();
        awaitIndex(
                "the oracle's state",
                index -> {
                    requireAlive.run();
                    return index.differencesFrom(expected, MODEL).isEmpty();
                });
    }

    /** The index as a consumer has it by now. */
    PublishedIndex index() {
        return reader.catchUp();
    }

    /** Whether posts are still missing or behind. */
    boolean isInMidStream() {
        return !reader.catchUp().differencesFrom(expected(), MODEL).isEmpty();
    }

    /**
     * Reads what is left of the topic and compares revisions, kinds and vectors with the oracle.
     */
    void assertFinalState() {
        Map<String, ExpectedPost> expected = expected();
        PublishedIndex index = reader.catchUp();
        assertThat(index.differencesFrom(expected, MODEL)).isEmpty();
        assertThat(
                        VectorCheck.postsWithAnotherVector(
                                index, expected, Artifacts.models().resolve(MODEL)))
                .isEmpty();
    }

    /** How often a record took its key back to an older revision, so far. */
    int regressions() {
        return reader.catchUp().regressions().size();
    }

    @Override
    public void close() {
        posts.close();
        reader.close();
        broker.close();
    }

    private Map<String, ExpectedPost> expected() {
        return Oracle.create().acceptAll(published).expected();
    }

    private void awaitIndex(String what, Predicate<PublishedIndex> condition) {
        Awaitility.await(what)
                .atMost(DRAIN)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> condition.test(reader.catchUp()));
    }
}
