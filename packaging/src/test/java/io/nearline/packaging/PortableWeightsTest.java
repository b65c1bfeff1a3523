package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.onnx.IntegerProducts;
import io.nearline.embedding.onnx.SignedWeights;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an int8 export whose sums saturate on some processors. */
class PortableWeightsTest {

    @TempDir private Path folder;
    private Path source;

    @BeforeEach
    void exportWithWeightsOfEightBits() throws IOException {
        source = TinyModel.QUANTISED_ENCODER.writeTo(folder.resolve("exported"));
    }

    @ParameterizedTest
    @EnumSource
    void servesWeightsThatSaturateNowhere(GraphForm form) throws IOException {
        PackagedModel packaged = pack(form);

        ModelBundle bundle = packaged.bundle();
        assertThat(SignedWeights.of(source.resolve("model.onnx")).saturating()).isEqualTo(6);
        assertThat(SignedWeights.of(bundle.graph()).saturating()).isZero();
        assertThat(SignedWeights.of(bundle.servedGraph()).saturating()).isZero();
    }

    @Test
    void reportsWhatIsWrongWithTheExportAndWhatWouldBeFaster() throws IOException {
        PackagingRequest request =
                PackagingRequest.builder(source, folder.resolve("bundle")).build();

        assertThat(ModelPackager.inspect(request).explained().get("precision"))
                .contains(
                        "6 products have weights of 8 bits (up to 12",
                        "without VNNI",
                        "reduce_range=True",
                        "--calibrate");
    }

    @Test
    void goldenVectorsAreAsTightAsTheModelAllows() throws IOException {
        ModelBundle bundle = pack(GraphForm.AS_EXPORTED).bundle();

        // The exported graph serves, so only another processor may move a vector.
        assertThat(bundle.golden().vectors())
                .extracting(GoldenVector::minCosine)
                .allSatisfy(least -> assertThat(least).isBetween(0.9919, 0.992));
    }

    @Test
    void aBundleThatSaturatesIsRefusedWithItsCause() throws IOException {
        assumeThat(IntegerProducts.here())
                .as("needs a processor whose sums of 8-bit weights saturate: x86 without VNNI")
                .isEqualTo(IntegerProducts.SATURATING);
        Path bundle = pack(GraphForm.AS_EXPORTED).bundle().directory();
        Files.copy(
                source.resolve("model.onnx"),
                bundle.resolve("model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        acceptGraph(bundle);

        assertThatThrownBy(() -> ModelEncoder.open(ModelBundle.open(bundle)))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("6 products have weights of 8 bits")
                .hasMessageContaining("without VNNI")
                .hasMessageContaining("package the model again")
                .hasMessageContaining("golden vector");
    }

    private PackagedModel pack(GraphForm form) throws IOException {
        return ModelPackager.pack(
                PackagingRequest.builder(source, folder.resolve(form.toString()))
                        .graphForm(form)
                        .build());
    }

    private static void acceptGraph(Path bundle) throws IOException {
        Path file = bundle.resolve(ModelBundle.MANIFEST);
        ModelManifest manifest = ModelBundle.readManifest(file);
        Map<String, String> digests = new TreeMap<>(manifest.files());
        digests.put(ModelBundle.GRAPH, Digests.sha256(bundle.resolve(ModelBundle.GRAPH)));
        ModelBundle.writeManifest(file, manifest.withFiles(digests));
    }
}
