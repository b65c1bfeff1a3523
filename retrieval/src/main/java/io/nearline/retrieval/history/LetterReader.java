package io.nearline.retrieval.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.retrieval.posts.PostsFormat;
import io.nearline.retrieval.posts.PostsReader;
import io.nearline.retrieval.posts.PostsTopic;
import io.nearline.retrieval.posts.UnfitPostException;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads dead letters, and says which post each is about. Not thread-safe. */
final class LetterReader {

    /** Messages are a few sentences; this bounds what is held of one that is not. */
    private static final int LONGEST_MESSAGE = 1_000;

    private final AvroCodec<DeadLetter> letters = AvroCodec.of(DeadLetter.class);
    private final PostsReader own = PostsFormat.NEARLINE.open();
    private final String postsTopic;
    private final PostsReader posts;
    private final AvroCodec<IndexUpdate> updates = AvroCodec.of(IndexUpdate.class);

    private record Subject(String postId, OptionalLong revision) {}

    /**
     * @param posts the topic of posts; letters about its records hold these in its format
     */
    LetterReader(PostsTopic posts) {
        this.postsTopic = posts.name();
        this.posts = posts.format().open();
    }

    /**
     * A record of the dead-letters topic; empty if it is no dead letter.
     *
     * @throws io.nearline.retrieval.posts.PostsHeldBackException as {@link PostsReader#read}
     */
    Optional<PostLetter> read(ConsumerRecord<byte[], byte[]> polled) {
        if (polled.value() == null) {
            return Optional.empty();
        }
        try {
            DeadLetter letter = letters.decode(polled.value());
            Subject subject = subject(letter);
            String message = letter.getMessage();
            return Optional.of(
                    new PostLetter(
                            subject.postId(),
                            polled.partition() + ":" + polled.offset(),
                            "%s:%d:%d"
                                    .formatted(
                                            letter.getTopic(),
                                            letter.getPartition(),
                                            letter.getOffset()),
                            Optional.ofNullable(letter.getModelName()),
                            subject.revision(),
                            letter.getStage().name(),
                            letter.getReasonClass(),
                            message.substring(0, Math.min(LONGEST_MESSAGE, message.length())),
                            letter.getRetryable(),
                            letter.getAttempt(),
                            letter.getFailedAt()));
        } catch (UndecodableRecordException noLetter) {
            return Optional.empty();
        }
    }

    /** The value knows best; where it is what could not be read, the key is the post's id. */
    private Subject subject(DeadLetter letter) {
        byte[] value = bytes(letter.getValue());
        try {
            PostEvent post = post(letter, value);
            return new Subject(post.getPostId(), OptionalLong.of(post.getRevision()));
        } catch (UnfitPostException noPost) {
            if (noPost.event().isPresent()) {
                // What the job does not take is no revision of the post.
                return new Subject(noPost.event().get().getPostId(), OptionalLong.empty());
            }
            try {
                IndexUpdate update = updates.decode(value);
                return new Subject(update.getPostId(), OptionalLong.of(update.getRevision()));
            } catch (UndecodableRecordException unreadable) {
                return new Subject(new String(bytes(letter.getKey()), UTF_8), OptionalLong.empty());
            }
        }
    }

    /** What backfills read from files is in Nearline's own format whatever the topic's is. */
    private PostEvent post(DeadLetter letter, byte[] value) throws UnfitPostException {
        PostsReader reader = letter.getTopic().equals(postsTopic) ? posts : own;
        return reader.read(
                new ConsumerRecord<>(
                        letter.getTopic(),
                        letter.getPartition(),
                        letter.getOffset(),
                        bytes(letter.getKey()),
                        value));
    }

    private static byte[] bytes(@Nullable ByteBuffer held) {
        if (held == null) {
            return new byte[0];
        }
        byte[] copy = new byte[held.remaining()];
        held.duplicate().get(copy);
        return copy;
    }
}
