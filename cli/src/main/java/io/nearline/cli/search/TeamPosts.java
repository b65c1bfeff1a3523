package io.nearline.cli.search;

import io.nearline.cli.options.RegistryProblem;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.pipeline.source.KafkaRecords;
import io.nearline.retrieval.posts.PostsFormat;
import io.nearline.retrieval.posts.PostsHeldBackException;
import io.nearline.retrieval.posts.PostsReader;
import io.nearline.retrieval.posts.UnfitPostException;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Posts in the team's own format, read as the job reads them. Keys are the team's, and null values
 * mean nothing.
 */
final class TeamPosts implements PostsFormat {

    private final PostFormat format;

    TeamPosts(PostFormat format) {
        this.format = format;
    }

    @Override
    public PostsReader open() {
        return new Reader(format.open(new HeldBack()));
    }

    @Override
    public String fingerprint() {
        return format.fingerprint();
    }

    private static final class Reader implements PostsReader {

        private final PostReader reader;

        Reader(PostReader reader) {
            this.reader = reader;
        }

        @Override
        public PostEvent read(ConsumerRecord<byte[], byte[]> record) throws UnfitPostException {
            try {
                return reader.read(KafkaRecords.raw(record));
            } catch (UnfitRecordException | UndecodableRecordException e) {
                throw new UnfitPostException(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PostsHeldBackException("interrupted while a record waited");
            }
        }

        @Override
        public Optional<String> postOf(byte @Nullable [] key) {
            return Optional.empty();
        }
    }

    /** Whoever reads has to end when it is told to, so nobody waits here. */
    private static final class HeldBack implements WaitObserver {
        @Override
        public void waits(String problem) {
            throw new PostsHeldBackException(RegistryProblem.inOptions(problem));
        }

        @Override
        public void goesOn(Duration waited) {}
    }
}
