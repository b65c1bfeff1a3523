package io.nearline.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.onnx.SignedWeights.Product;
import io.nearline.testmodels.ByteProduct;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a graph's file tells about its integer weights. */
class SignedWeightsTest {
    @TempDir private Path directory;

    @Test
    void findsTheWeightsOfEveryProduct() throws IOException {
        Path model = TinyModel.QUANTISED_ENCODER.writeTo(directory).resolve("model.onnx");

        SignedWeights weights = SignedWeights.of(model);

        assertThat(weights.saturating()).isEqualTo(6);
        assertThat(weights.largest()).isBetween(120, 127);
        assertThat(weights.products())
                .extracting(Product::weights)
                .containsExactly(
                        "query_flat_weight",
                        "key_flat_weight",
                        "value_flat_weight",
                        "projected_weight",
                        "wide_weight",
                        "narrow_weight");
    }

    @Test
    void weightsOfSevenBitsSaturateNowhere() throws IOException {
        SignedWeights weights = SignedWeights.of(product(-64));

        assertThat(weights.products()).containsExactly(new Product(1, "weights", 64));
        assertThat(weights.saturating()).isZero();
    }

    @Test
    void oneWeightMoreSaturates() throws IOException {
        assertThat(SignedWeights.of(product(65)).saturating()).isEqualTo(1);
        assertThat(SignedWeights.of(product(-128)).largest()).isEqualTo(128);
    }

    @Test
    void floatsAreNoIntegerWeights() throws IOException {
        Path model = TinyModel.ENCODER.writeTo(directory).resolve("model.onnx");

        assertThat(SignedWeights.of(model).products()).isEmpty();
    }

    @Test
    void weightsInAFileOfTheirOwnAreNotLookedAt() throws IOException {
        Path model =
                Files.write(
                        directory.resolve("model.onnx"), ByteProduct.PLAIN.fileWithoutWeights());

        assertThat(SignedWeights.of(model).products()).isEmpty();
    }

    @Test
    void refusesAFileThatWasCutOffAnywhere() throws IOException {
        byte[] whole =
                Files.readAllBytes(
                        TinyModel.QUANTISED_ENCODER.writeTo(directory).resolve("model.onnx"));
        Path cut = directory.resolve("cut.onnx");
        // The graph is the file's last field but one, of ten bytes at most.
        for (int length = 3; length < whole.length - 10; length += 7) {
            Files.write(cut, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> SignedWeights.of(cut))
                    .isInstanceOf(ModelRejectedException.class)
                    .hasMessageContaining("cut.onnx is not a complete ONNX graph");
        }
    }

    @Test
    void refusesAFileThatIsNoGraph() throws IOException {
        Path text = Files.writeString(directory.resolve("model.onnx"), "not a graph");

        assertThatThrownBy(() -> SignedWeights.of(text)).isInstanceOf(ModelRejectedException.class);
    }

    private Path product(int weight) throws IOException {
        byte[] weights = new byte[ByteProduct.CHANNELS * ByteProduct.RESULTS];
        weights[weights.length / 2] = (byte) weight;
        return Files.write(directory.resolve("model.onnx"), ByteProduct.DYNAMIC.file(weights));
    }
}
