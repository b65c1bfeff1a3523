package io.nearline.retrieval.posts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Posts as {@code PostEvent}, with their ids as keys. */
final class NearlinePosts implements PostsFormat {

    @Override
    public PostsReader open() {
        return new Reader();
    }

    @Override
    public String fingerprint() {
        return "";
    }

    private static final class Reader implements PostsReader {

        private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);

        @Override
        public PostEvent read(ConsumerRecord<byte[], byte[]> record) throws UnfitPostException {
            try {
                return codec.decode(record.value());
            } catch (UndecodableRecordException e) {
                throw new UnfitPostException(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public Optional<String> postOf(byte @Nullable [] key) {
            return Optional.ofNullable(key).map(bytes -> new String(bytes, UTF_8));
        }
    }
}
