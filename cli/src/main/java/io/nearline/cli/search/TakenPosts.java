package io.nearline.cli.search;

import io.nearline.embedding.bundle.Digests;
import io.nearline.operators.decode.InvalidPostException;
import io.nearline.operators.decode.PostContract;
import io.nearline.retrieval.posts.PostsFormat;
import io.nearline.retrieval.posts.PostsReader;
import io.nearline.retrieval.posts.UnfitPostException;
import io.nearline.schemas.PostEvent;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Posts of a format that the job takes. What it makes a dead letter of must not stand for a post's
 * newest revision.
 */
final class TakenPosts implements PostsFormat {

    private final PostsFormat format;
    private final long maxRevision;

    /**
     * @param maxRevision highest revision that is taken
     */
    TakenPosts(PostsFormat format, long maxRevision) {
        this.format = format;
        this.maxRevision = maxRevision;
    }

    @Override
    public PostsReader open() {
        return new Reader(format.open(), maxRevision);
    }

    /** That of the format, unless there is a bound: what was read under another is read again. */
    @Override
    public String fingerprint() {
        return maxRevision == PostContract.MAX_REVISION
                ? format.fingerprint()
                : Digests.sha256(
                        "%s\nmax-revision %d".formatted(format.fingerprint(), maxRevision));
    }

    private record Reader(PostsReader reader, long maxRevision) implements PostsReader {

        @Override
        public PostEvent read(ConsumerRecord<byte[], byte[]> record) throws UnfitPostException {
            PostEvent event = reader.read(record);
            try {
                PostContract.check(event);
                PostContract.checkRevision(event.getRevision(), maxRevision);
                return event;
            } catch (InvalidPostException e) {
                throw new UnfitPostException(String.valueOf(e.getMessage()), event);
            }
        }

        @Override
        public Optional<String> postOf(byte @Nullable [] key) {
            return reader.postOf(key);
        }
    }
}
