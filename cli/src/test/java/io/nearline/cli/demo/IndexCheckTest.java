package io.nearline.cli.demo;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.Posts;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexCheckTest {

    private static final TextRecipe RECIPE = new TextRecipe(TextRecipe.ALL_PARTS, 10_000);
    private static final String OLD = "old";
    private static final String NEW = "new";

    private final FedPosts fed = new FedPosts(RECIPE);
    private final LastUpdates published = new LastUpdates();

    @Test
    void anIndexThatFollowsEveryPostIsCoveredAndNotRegressed() {
        PostEvent post = aPost("1").body("fog").build();
        fed.add(post);
        publish(post, OLD, NEW);

        assertThat(check()).isEqualTo(new IndexCheck(1, 1, 0));
        assertThat(check().coverage()).isEqualTo(1);
    }

    @Test
    void aLivePostWithoutTheNewModelIsNotCovered() {
        PostEvent post = aPost("1").body("fog").build();
        fed.add(post);
        publish(post, OLD);

        assertThat(check()).isEqualTo(new IndexCheck(1, 0, 0));
    }

    @Test
    void anOlderRevisionUnderOneModelIsARegression() {
        PostEvent first = aPost("1").body("fog").build();
        PostEvent second = aPost("1").revision(2).body("sun").build();
        fed.add(first);
        fed.add(second);
        publish(second, OLD, NEW);
        publish(first, NEW);

        assertThat(check().regressed()).isEqualTo(1);
    }

    @Test
    void aVectorOfADeletedPostIsARegression() {
        PostEvent post = aPost("1").body("fog").build();
        fed.add(post);
        fed.add(aPost("1").revision(2).deleted().build());
        publish(post, NEW);

        assertThat(check()).isEqualTo(new IndexCheck(0, 0, 1));
    }

    @Test
    void aDeletedPostThatTheNewModelNeverSawIsNone() {
        PostEvent deleted = aPost("1").revision(2).deleted().build();
        fed.add(aPost("1").body("fog").build());
        fed.add(deleted);
        publish(deleted, OLD);

        assertThat(check()).isEqualTo(new IndexCheck(0, 0, 0));
        assertThat(check().coverage()).isEqualTo(1);
    }

    @Test
    void aRevisionThatChangedNothingNeedNotBePublished() {
        PostEvent first = aPost("1").body("fog").build();
        PostEvent same = aPost("1").revision(2).body("fog").build();
        fed.add(first);
        fed.add(same);
        publish(first, OLD);
        publish(same, NEW);

        assertThat(check()).isEqualTo(new IndexCheck(1, 1, 0));
    }

    @Test
    void anOldAttributeIsARegression() {
        PostEvent first = aPost("1").body("fog").attribute("visibility", "public").build();
        fed.add(first);
        fed.add(aPost("1").revision(2).body("fog").attribute("visibility", "friends").build());
        publish(first, OLD);

        assertThat(check().regressed()).isEqualTo(1);
    }

    @Test
    void aLateOlderRevisionChangesNothing() {
        PostEvent second = aPost("1").revision(2).body("sun").build();
        fed.add(second);
        fed.add(aPost("1").body("fog").build());
        fed.add(aPost("1").revision(2).body("another sun").build());
        publish(second, OLD, NEW);

        assertThat(check()).isEqualTo(new IndexCheck(1, 1, 0));
    }

    @Test
    void whatBecameADeadLetterLeavesTheRevisionBeforeItStanding() {
        PostEvent first = aPost("1").body("fog").build();
        fed.add(first);
        fed.add(aPost("1").revision(2).body("cannot be embedded").build());
        publish(first, OLD);

        IndexCheck check =
                IndexCheck.of(
                        fed, published, List.of(OLD, NEW), NEW, (post, revision) -> revision == 2);

        assertThat(check.regressed()).isZero();
    }

    @Test
    void aPostWithoutTextNeedsNoVector() {
        fed.add(aPost("1").build());

        assertThat(check()).isEqualTo(new IndexCheck(0, 0, 0));
    }

    private IndexCheck check() {
        return IndexCheck.of(fed, published, List.of(OLD, NEW), NEW, (post, revision) -> false);
    }

    private void publish(PostEvent event, String... models) {
        PostText text = assembled(event);
        for (String model : models) {
            published.add(
                    IndexUpdate.newBuilder()
                            .setPostId(event.getPostId())
                            .setRevision(event.getRevision())
                            .setKind(text.isWithdrawal() ? UpdateKind.DELETE : UpdateKind.UPSERT)
                            .setModelName(model)
                            .setModelDigest("digest")
                            .setDimensions(3)
                            .setContentHash(ByteBuffer.wrap(text.contentHash()))
                            .setAttributes(event.getAttributes())
                            .setLanguage(event.getLanguage())
                            .setEventTime(Posts.EPOCH)
                            .setOrigin(UpdateOrigin.LIVE)
                            .build());
        }
    }

    private static PostText assembled(PostEvent event) {
        byte[] value = AvroCodec.of(PostEvent.class).encode(event);
        RawRecord record = new RawRecord("posts", 0, 0, 0, List.of(), null, value, Origin.LIVE);
        return new TextAssembler(RECIPE).assemble(new PostDecoder().decode(record));
    }
}
