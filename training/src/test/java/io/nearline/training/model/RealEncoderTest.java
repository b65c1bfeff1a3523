package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.training.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The models that come with Nearline. */
class RealEncoderTest {
    private static final Path BUNDLES = Path.of("../packaging/target/bundles");

    @Test
    void givesTheVectorsOfTheExportedGraph() throws Exception {
        List<EmbeddableText> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add(
                    EmbeddableText.passage(
                            "The storm took roof number %d off the station. ".formatted(i * 37)
                                    + "Trains stand still and nobody knows for how long. "
                                            .repeat(i % 5)));
        }
        try (BaseModel base = BaseModel.open(BUNDLES.resolve("all-minilm-l6-v2"));
                Scope scope = Scope.open(1);
                Encoder encoder = base.encoder(scope);
                ModelEncoder reference = base.reference()) {
            assertThat(encoder.layers()).isEqualTo(6);
            assertThat(encoder.parameters().stream().mapToLong(one -> one.size()).sum())
                    .isEqualTo(22_565_376);
            Parity parity = Parity.between(encoder, base::tokenize, reference::vector, texts);
            assertThat(parity.leastCosine()).isGreaterThan(Parity.OF_GRAPH);
        }
    }

    @Test
    void aQuantisedBaseIsRefused() {
        assertThatThrownBy(() -> BaseModel.open(BUNDLES.resolve("all-minilm-l6-v2-int8")))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("cannot be trained");
    }
}
