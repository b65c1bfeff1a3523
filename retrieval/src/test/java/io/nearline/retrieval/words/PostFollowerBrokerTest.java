package io.nearline.retrieval.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.retrieval.index.LuceneTexts;
import io.nearline.retrieval.posts.PostsTopic;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts of a real topic in a real index. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PostFollowerBrokerTest {

    private static final Duration CHECKS = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private static Path brokerDirectory;
    private static LocalBroker broker;
    private static Cluster cluster;

    @TempDir private Path directory;

    @BeforeAll
    static void start() {
        broker = LocalBroker.start(brokerDirectory);
        cluster = Cluster.at(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void findsTheNewestWordsOfAPostAlsoAfterARestart() throws Exception {
        create("edited");
        publish("edited", post("soup", 1, "lentil soup"));
        publish("edited", post("soup", 2, "tomato soup"));
        publish("edited", post("soup", 1, "lentil soup"));
        publish("edited", post("gone", 1, "lentil stew"));
        publish("edited", deletion("gone", 2));
        publish("edited", post("purged", 1, "lentil salad"));
        tombstone("edited", "purged");
        publish("edited", post("last", 1, "a kettle"));
        try (Following first = new Following("edited")) {
            first.awaitFound("kettle", "last");

            assertThat(first.found("soup")).containsExactly("soup");
            assertThat(first.found("tomato")).containsExactly("soup");
            assertThat(first.found("lentil")).isEmpty();
        }
        publish("edited", post("gone", 1, "lentil stew"));
        publish("edited", post("again", 1, "a pan"));
        try (Following again = new Following("edited")) {
            assertThat(again.found("tomato")).containsExactly("soup");
            again.awaitFound("pan", "again");

            assertThat(again.found("lentil")).isEmpty();
            assertThat(again.texts.find("soup").orElseThrow().revision()).isEqualTo(2);
        }
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws Exception {
        try (Following following = new Following("late")) {
            await().atMost(SOON).until(() -> following.follower.problem().isPresent());
            create("late");
            publish("late", post("soup", 1, "lentil soup"));

            following.awaitFound("lentil", "soup");

            assertThat(following.follower.problem()).isEmpty();
        }
    }

    @Test
    void letsSearchesSeeChangesAtMostTenTimesASecond() throws Exception {
        create("busy");
        try (Following following = new Following("busy");
                PostPublisher publisher = new PostPublisher(cluster, "busy")) {
            long begun = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                publisher.publish(post("p" + i, 1, "words"));
                publisher.flush();
            }
            await().atMost(SOON).until(() -> following.texts.find("p299").isPresent());

            long tenths = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 100;
            assertThat(following.counted.refreshes()).isBetween(1, (int) tenths + 2);
        }
    }

    @Test
    void whatWasTakenIsSeenWhileItsTopicIsAway() throws Exception {
        create("away");
        AtomicLong nanos = new AtomicLong();
        try (Following following = new Following("away", Duration.ofMillis(10), nanos::get)) {
            publish("away", post("first", 1, "soup"));
            following.awaitFound("soup", "first");
            publish("away", post("second", 1, "stew"));
            await().atMost(SOON).until(() -> following.counted.changes() == 2);
            assertThat(following.found("stew")).isEmpty();
            delete("away");
            nanos.set(Duration.ofMillis(20).toNanos());
            await().atMost(SOON).until(() -> following.follower.problem().isPresent());

            nanos.set(Duration.ofMillis(200).toNanos());

            following.awaitFound("stew", "second");
        }
    }

    @Test
    void readsPartitionsThatAreAdded() throws Exception {
        create("grown");
        try (Following following = new Following("grown")) {
            publish("grown", post("first", 1, "a kettle"));
            following.awaitFound("kettle", "first");
            grow("grown", 8);
            for (int i = 0; i < 40; i++) {
                publish("grown", post("added" + i, 1, "more words"));
            }

            await().atMost(SOON).until(() -> following.found("words").size() == 40);
        }
    }

    @Test
    void forgetsTheTextsOfATopicThatWasMadeAnew() throws Exception {
        create("anew");
        publish("anew", post("old", 1, "lentil soup"));
        try (Following following = new Following("anew")) {
            following.awaitFound("lentil", "old");
            delete("anew");
            await().atMost(SOON).ignoreExceptions().until(() -> create("anew"));
            publish("anew", post("new", 1, "tomato soup"));

            following.awaitFound("soup", "new");
        }
    }

    @Test
    void saysThatItsStoreHasFailed() throws Exception {
        create("failing");
        LuceneTexts texts = LuceneTexts.open(directory);
        try (PostFollower follower =
                new PostFollower(
                        cluster, PostsTopic.named("failing"), texts, CHECKS, System::nanoTime)) {
            Thread thread = new Thread(follower);
            thread.start();
            texts.close();
            publish("failing", post("soup", 1, "lentil soup"));

            await().atMost(SOON).until(follower::hasFailed);

            assertThat(follower.problem().orElseThrow()).contains("look at the disk");
            thread.join();
        }
    }

    /** A follower at work on an index of this test's directory. */
    private final class Following implements AutoCloseable {

        private final LuceneTexts texts;
        private final CountedTexts counted;
        private final PostFollower follower;
        private final Thread thread;

        Following(String topic) throws IOException {
            this(topic, CHECKS, System::nanoTime);
        }

        Following(String topic, Duration betweenChecks, LongSupplier nanoTime) throws IOException {
            texts = LuceneTexts.open(directory);
            counted = new CountedTexts(texts);
            follower =
                    new PostFollower(
                            cluster, PostsTopic.named(topic), counted, betweenChecks, nanoTime);
            thread = new Thread(follower);
            thread.start();
        }

        List<String> found(String words) throws IOException {
            return texts.search(words, 100, any -> true).stream().map(hit -> hit.postId()).toList();
        }

        void awaitFound(String words, String... postIds) {
            await().atMost(SOON).until(() -> found(words).equals(List.of(postIds)));
        }

        @Override
        public void close() throws IOException {
            follower.close();
            await().atMost(SOON).until(() -> !thread.isAlive());
            texts.close();
        }
    }

    private static boolean create(String topic) {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.POSTS, topic, 2, Optional.empty());
            return true;
        }
    }

    private static void grow(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
        }
    }

    private static void delete(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private static void publish(String topic, PostEvent event) {
        try (PostPublisher publisher = new PostPublisher(cluster, topic)) {
            publisher.publish(event);
            publisher.flush();
        }
    }

    private static void tombstone(String topic, String postId) {
        try (TopicWriter writer = new TopicWriter(cluster, topic)) {
            writer.write(postId.getBytes(UTF_8), null);
        }
    }

    private static PostEvent post(String id, long revision, String body) {
        return PostEvent.newBuilder()
                .setPostId(id)
                .setRevision(revision)
                .setKind(PostEventKind.UPDATE)
                .setEventTime(Instant.now())
                .setBody(body)
                .setHashtags(List.of())
                .setAttributes(Map.of())
                .build();
    }

    private static PostEvent deletion(String id, long revision) {
        return PostEvent.newBuilder(post(id, revision, ""))
                .setKind(PostEventKind.DELETE)
                .setBody(null)
                .build();
    }
}
