package io.nearline.testkit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorEncoding;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedIndexTest {
    private final Map<String, ExpectedPost> expected =
            Oracle.create().accept(aPost("a").revision(2).body("text").build()).expected();
    private final PublishedIndex index = new PublishedIndex();

    @Test
    void agreesWithTheOracleOnTheLastUpdateOfAKey() {
        index.apply(update("a", 1, UpdateKind.UPSERT));
        index.apply(update("a", 2, UpdateKind.UPSERT));

        assertThat(index.differencesFrom(expected, "m")).isEmpty();
        assertThat(index.regressions()).isEmpty();
    }

    @Test
    void reportsAKeyThatWentBackToAnOlderRevision() {
        index.apply(update("a", 2, UpdateKind.UPSERT));
        index.apply(update("a", 1, UpdateKind.UPSERT));

        assertThat(index.regressions()).hasSize(1);
        assertThat(index.differencesFrom(expected, "m"))
                .containsExactly("a: expected UPSERT at revision 2, found UPSERT at revision 1");
    }

    @Test
    void reportsAnOlderRevisionThatComesAfterATombstone() {
        index.apply(update("a", 2, UpdateKind.DELETE));
        index.forget(new IndexKey("a", "m"));
        assertThat(index.hasForgotten(new IndexKey("a", "m"))).isTrue();
        assertThat(index.latest()).isEmpty();

        index.apply(update("a", 1, UpdateKind.UPSERT));

        assertThat(index.hasForgotten(new IndexKey("a", "m"))).isFalse();
        assertThat(index.regressions()).hasSize(1);
    }

    @Test
    void reportsPostsThatAreMissingAndPostsThatNobodyExpected() {
        index.apply(update("b", 1, UpdateKind.DELETE));

        assertThat(index.differencesFrom(expected, "m"))
                .containsExactly(
                        "a: expected UPSERT at revision 2, found nothing",
                        "b: expected nothing, found DELETE at revision 1");
    }

    @Test
    void ignoresOtherModels() {
        index.apply(update("a", 2, UpdateKind.UPSERT));

        assertThat(index.differencesFrom(Map.of(), "another")).isEmpty();
    }

    private static IndexUpdate update(String postId, long revision, UpdateKind kind) {
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setKind(kind)
                .setModelName("m")
                .setModelDigest("d")
                .setDimensions(0)
                .setVectorEncoding(VectorEncoding.FLOAT32)
                .setEventTime(Posts.EPOCH)
                .setOrigin(UpdateOrigin.LIVE)
                .build();
    }
}
