package io.nearline.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.embed.ServedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedNamesTest {

    @Test
    void aJobServesOneBundleOfAName() {
        List<ServedModel> models =
                List.of(model("a", "1111"), model("b", "2222"), model("a", "3333"));

        assertThatThrownBy(() -> EmbeddingTopology.configured(models))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("nearline.models.serve names two bundles of the name a")
                .hasMessageContaining("1111 and 3333");
    }

    @Test
    void bundlesOfDifferentNamesMayShareADigest() {
        List<ServedModel> models = List.of(model("a", "1111"), model("b", "1111"));

        assertThatCode(() -> EmbeddingTopology.configured(models)).doesNotThrowAnyException();
    }

    private static ServedModel model(String name, String digest) {
        return new ServedModel(new ModelId(name, digest), () -> null);
    }
}
