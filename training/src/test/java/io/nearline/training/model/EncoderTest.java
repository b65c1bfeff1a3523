package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import io.nearline.training.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderTest {

    @Test
    void vectorsAreThoseThatTrainingSees(@TempDir Path folder) throws Exception {
        ModelPackager.pack(
                PackagingRequest.of(
                        TinyModel.THREE_LAYERS.writeTo(folder.resolve("three")),
                        folder.resolve("bundle")));
        Random random = new Random(3);
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int[] text = new int[2 + random.nextInt(14)];
            Arrays.setAll(text, token -> 10 + random.nextInt(6));
            texts.add(text);
        }
        try (BaseModel base = BaseModel.open(folder.resolve("bundle"));
                Scope scope = Scope.open(1);
                Encoder encoder = base.encoder(scope)) {
            float[] together = encoder.embed(scope, texts).toFloats();
            List<float[]> vectors = encoder.vectors(texts);
            for (int i = 0; i < texts.size(); i++) {
                int from = i * TinyModel.DIMENSIONS;
                assertThat(vectors.get(i))
                        .isEqualTo(Arrays.copyOfRange(together, from, from + TinyModel.DIMENSIONS));
            }
        }
    }
}
