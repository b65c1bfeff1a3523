package io.nearline.retrieval.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.retrieval.posts.PostsReader;
import io.nearline.retrieval.posts.PostsTopic;
import io.nearline.retrieval.posts.UnfitPostException;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads what happened to a post from the topics themselves, whole, as they end now. Takes as long
 * as it takes to read three topics; holds one post.
 */
public final class TopicHistory {

    private final Cluster cluster;
    private final PostsTopic posts;
    private final String updates;
    private final String deadLetters;

    /** Topics of a cluster, by their names; posts are in Nearline's own format. */
    public TopicHistory(Cluster cluster, String posts, String updates, String deadLetters) {
        this(cluster, PostsTopic.named(posts), updates, deadLetters);
    }

    /** Topics of a cluster, those of updates and dead letters by their names. */
    public TopicHistory(Cluster cluster, PostsTopic posts, String updates, String deadLetters) {
        this.cluster = cluster;
        this.posts = posts;
        this.updates = updates;
        this.deadLetters = deadLetters;
    }

    /**
     * What they say of a post.
     *
     * @throws io.nearline.topics.cluster.ClusterException if a topic is not there or the cluster
     *     does not answer
     * @throws io.nearline.retrieval.posts.PostsHeldBackException if a service that the format of
     *     the posts needs does not answer
     */
    public PostHistory of(String postId) {
        return new PostHistory(postId, newest(postId), outcomes(postId), letters(postId));
    }

    private OptionalLong newest(String postId) {
        PostsReader reader = posts.format().open();
        List<Long> newest = new ArrayList<>();
        read(
                posts.name(),
                polled -> {
                    boolean maybe = reader.postOf(polled.key()).map(postId::equals).orElse(true);
                    if (maybe && polled.value() != null) {
                        revision(reader, polled, postId)
                                .ifPresent(revision -> keepLarger(newest, revision));
                    }
                });
        return newest.stream().mapToLong(Long::longValue).findFirst();
    }

    private static OptionalLong revision(
            PostsReader reader, ConsumerRecord<byte[], byte[]> polled, String postId) {
        try {
            PostEvent event = reader.read(polled);
            return event.getPostId().equals(postId)
                    ? OptionalLong.of(event.getRevision())
                    : OptionalLong.empty();
        } catch (UnfitPostException e) {
            // The job makes a dead letter of it, which is read too.
            return OptionalLong.empty();
        }
    }

    private static void keepLarger(List<Long> held, long revision) {
        if (held.isEmpty()) {
            held.add(revision);
        } else {
            held.set(0, Math.max(held.get(0), revision));
        }
    }

    private List<ModelOutcome> outcomes(String postId) {
        byte[] prefix = (postId + "@").getBytes(UTF_8);
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        Map<String, ModelOutcome> byModel = new TreeMap<>();
        read(
                updates,
                polled -> {
                    if (startsWith(polled.key(), prefix)) {
                        fold(polled, postId, codec, byModel);
                    }
                });
        return new ArrayList<>(byModel.values());
    }

    /** Newest revision wins, and a tombstone leaves nothing, as for every consumer. */
    private static void fold(
            ConsumerRecord<byte[], byte[]> polled,
            String postId,
            AvroCodec<IndexUpdate> codec,
            Map<String, ModelOutcome> byModel) {
        try {
            IndexKey key = IndexKey.parse(polled.key());
            if (!key.postId().equals(postId)) {
                return;
            }
            if (polled.value() == null) {
                byModel.remove(key.modelName());
                return;
            }
            ModelOutcome outcome =
                    ModelOutcome.of(
                            codec.decode(polled.value()),
                            Optional.of(Instant.ofEpochMilli(polled.timestamp())),
                            Optional.empty());
            byModel.merge(
                    key.modelName(),
                    outcome,
                    (held, come) -> come.revision() >= held.revision() ? come : held);
        } catch (UndecodableRecordException | IllegalArgumentException e) {
            // Consumers pass over it, so it has no effect on the post.
            return;
        }
    }

    private LettersOfPost letters(String postId) {
        LetterReader reader = new LetterReader(posts);
        Deque<PostLetter> newest = new ArrayDeque<>();
        read(
                deadLetters,
                polled ->
                        reader.read(polled)
                                .filter(letter -> letter.postId().equals(postId))
                                .ifPresent(
                                        letter -> {
                                            newest.addLast(letter);
                                            if (newest.size() > LettersOfPost.MOST) {
                                                newest.removeFirst();
                                            }
                                        }));
        return new LettersOfPost(new ArrayList<>(newest), Optional.empty(), Optional.empty());
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (TopicReader records =
                TopicReader.open(cluster, topic, TopicReader.StartAt.BEGINNING)) {
            records.readToEnd(reader);
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key != null
                && key.length > prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
