package io.nearline.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nearline.operators.decode.PostContract;
import io.nearline.retrieval.posts.PostsFormat;
import io.nearline.retrieval.posts.PostsReader;
import io.nearline.retrieval.posts.UnfitPostException;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.Posts;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TakenPostsTest {

    @Test
    void whatTheJobRefusesOfNearlinesOwnFormatIsNoPost() throws Exception {
        PostsReader bounded = new TakenPosts(PostsFormat.NEARLINE, 1000).open();
        PostsReader all = new TakenPosts(PostsFormat.NEARLINE, PostContract.MAX_REVISION).open();

        assertThat(bounded.read(record(1000)).getRevision()).isEqualTo(1000);
        assertThat(all.read(record(1001)).getRevision()).isEqualTo(1001);
        assertThatExceptionOfType(UnfitPostException.class)
                .isThrownBy(() -> bounded.read(record(1001)))
                .withMessageStartingWith("revision is 1001, above 1000")
                .satisfies(e -> assertThat(e.event()).map(PostEvent::getRevision).hasValue(1001L));
        assertThatExceptionOfType(UnfitPostException.class)
                .isThrownBy(() -> all.read(record(PostContract.MAX_REVISION + 1)));
        assertThat(bounded.postOf("p".getBytes(UTF_8))).hasValue("p");
    }

    @Test
    void anotherBoundIsAnotherReadingOfTheTopic() {
        assertThat(fingerprint(PostContract.MAX_REVISION)).isEmpty();
        assertThat(fingerprint(1000)).isNotEmpty().isNotEqualTo(fingerprint(1001));
    }

    private static String fingerprint(long maxRevision) {
        return new TakenPosts(PostsFormat.NEARLINE, maxRevision).fingerprint();
    }

    private static ConsumerRecord<byte[], byte[]> record(long revision) {
        PostEvent event = Posts.aPost("p").revision(revision).at(Posts.EPOCH).build();
        return new ConsumerRecord<>(
                "posts", 0, 0, "p".getBytes(UTF_8), AvroCodec.of(PostEvent.class).encode(event));
    }
}
