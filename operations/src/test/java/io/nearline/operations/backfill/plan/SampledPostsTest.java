package io.nearline.operations.backfill.plan;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.backfill.PostSubset;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampledPostsTest {

    @Test
    void tellsWhatIsWrongWithTheFirstRecordThatIsNoPost() throws InterruptedException {
        Instant microsAsMillis = Instant.ofEpochMilli(1_764_334_703_000_000L);

        SampledPosts posts =
                sampled(
                        aPost("good").body("a text").build(),
                        aPost("bad").body("a text").at(microsAsMillis).build(),
                        aPost(" ").body("a text").build());

        assertThat(posts.unreadable()).isEqualTo(2);
        assertThat(posts.firstProblem()).contains("looks like microseconds");
        assertThat(posts.toEmbed()).isEqualTo(1);
    }

    @Test
    void hasNoProblemWithPosts() throws InterruptedException {
        assertThat(sampled(aPost("good").body("a text").build()).firstProblem()).isNull();
    }

    private static SampledPosts sampled(PostEvent... events) throws InterruptedException {
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        List<RawRecord> records =
                List.of(events).stream()
                        .map(
                                event ->
                                        new RawRecord(
                                                "file",
                                                0,
                                                0,
                                                0,
                                                List.of(),
                                                null,
                                                codec.encode(event),
                                                Origin.BACKFILL))
                        .toList();
        return SampledPosts.of(
                new RecordSample(records.size(), records),
                PostSubset.all(),
                new TextRecipe(TextRecipe.ALL_PARTS, 1000),
                PostFormat.NEARLINE);
    }
}
