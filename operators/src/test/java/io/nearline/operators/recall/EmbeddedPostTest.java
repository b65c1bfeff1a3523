package io.nearline.operators.recall;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.model.ModelRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedPostTest {

    private static final ModelRef MODEL = new ModelRef("m", "digest", null);
    private static final float[] VECTOR = {0.6f, 0.8f};

    private static EmbeddedPost cut(Action action, float[] vector) {
        PostText text = Records.text(aPost("p").revision(1).body("text").build());
        var result = new ModelOutcome(ModelTask.of(MODEL, action), vector, 0, false, 0, null);
        return EmbeddedPost.of(
                new EmbeddingOutcome(
                        text.version(), text.contentHash(), true, List.of(result), null),
                result);
    }

    @Test
    void isTruncatedIfItsTextWasCutBeforeTheModelSawIt() {
        assertThat(cut(Action.EMBED, VECTOR).truncated()).isTrue();
    }

    @Test
    void aDeleteHasNothingThatCouldBeTruncated() {
        EmbeddedPost delete = cut(Action.WITHDRAW, null);

        assertThat(delete.publication()).isEqualTo(Publication.DELETE);
        assertThat(delete.truncated()).isFalse();
    }
}
