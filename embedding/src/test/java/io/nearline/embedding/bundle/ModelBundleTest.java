package io.nearline.embedding.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {

    @TempDir private Path directory;

    @BeforeEach
    void writeBundle() throws IOException {
        Files.writeString(directory.resolve(ModelBundle.GRAPH), "graph");
        Files.writeString(directory.resolve(ModelBundle.TOKENIZER), "{}");
        Files.writeString(
                directory.resolve(ModelBundle.GOLDEN),
                "{\"minCosine\": 0.99, \"vectors\": [{\"text\": \"a\", \"vector\": [1, 0]}]}");
        Files.writeString(directory.resolve(ModelBundle.MANIFEST), manifest(""));
    }

    @Test
    void opensDirectoryThatIsAsItsManifestSays() {
        ModelBundle bundle = ModelBundle.open(directory);

        assertThat(bundle.id().name()).isEqualTo("tiny");
        assertThat(bundle.id().digest()).hasSize(64);
        assertThat(bundle.manifest().inputs().segments()).isEmpty();
        assertThat(bundle.golden().vectors()).hasSize(1);
    }

    @Test
    void readsItsOwnWriting() throws IOException {
        ModelManifest manifest = ModelBundle.open(directory).manifest();

        ModelBundle.writeManifest(directory.resolve(ModelBundle.MANIFEST), manifest);

        assertThat(ModelBundle.open(directory).manifest()).isEqualTo(manifest);
    }

    @Test
    void servesTheGraphThatTheManifestNames() throws IOException {
        ModelBundle exported = ModelBundle.open(directory);
        ModelBundle optimised = optimise();

        assertThat(exported.servedGraph()).isEqualTo(exported.graph());
        assertThat(optimised.servedGraph()).isEqualTo(directory.resolve("fast.onnx"));
        assertThat(optimised.manifest().served().pooling()).isEqualTo(Pooling.NONE);
        assertThat(optimised.manifest().served().inputs().padding()).isEmpty();
        assertThat(optimised.id().digest()).isNotEqualTo(exported.id().digest());
    }

    @Test
    void refusesServedGraphThatItDoesNotVouchFor() throws IOException {
        ModelManifest manifest = optimise().manifest();
        Map<String, String> files = new TreeMap<>(manifest.files());
        files.remove("fast.onnx");
        ModelBundle.writeManifest(
                directory.resolve(ModelBundle.MANIFEST), manifest.withFiles(files));

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("has no SHA-256 of fast.onnx");
    }

    @Test
    void int8ThatIgnoresBatchMatesSaysSo() throws IOException {
        ModelBundle moved = optimise(false);
        Path file = directory.resolve(ModelBundle.MANIFEST);
        assertThat(file).content().doesNotContain("batchInvariant");
        ModelBundle still = optimise(true);
        assertThat(file).content().contains("\"batchInvariant\" : true");

        assertThat(still.id().digest()).isNotEqualTo(moved.id().digest());
        assertThat(invariance(moved, Precision.INT8)).isEqualTo(BatchInvariance.NEVER);
        assertThat(invariance(still, Precision.INT8)).isEqualTo(BatchInvariance.IF_UNPADDED);
    }

    @Test
    void onlyAGraphWithAMaskMayBePadded() throws IOException {
        ModelBundle exported = ModelBundle.open(directory);
        assertThat(exported.manifest().inputs().padding()).isPresent();

        assertThat(invariance(exported, Precision.FP32)).isEqualTo(BatchInvariance.ALWAYS);
        assertThat(invariance(optimise(), Precision.FP32)).isEqualTo(BatchInvariance.IF_UNPADDED);
    }

    private static BatchInvariance invariance(ModelBundle bundle, Precision precision) {
        return bundle.manifest().withPrecision(precision).batchInvariance();
    }

    private ModelBundle optimise() throws IOException {
        return optimise(false);
    }

    private ModelBundle optimise(boolean batchInvariant) throws IOException {
        Path graph = Files.writeString(directory.resolve("fast.onnx"), "fast graph");
        ModelManifest exported = ModelBundle.open(directory).manifest();
        Map<String, String> files = new TreeMap<>(exported.files());
        files.put("fast.onnx", Digests.sha256(graph));
        OptimisedGraph fast =
                new OptimisedGraph(
                        "fast.onnx",
                        new GraphInputs("ids", null, null),
                        "vector",
                        Map.of("Attention", 2),
                        batchInvariant);
        ModelBundle.writeManifest(
                directory.resolve(ModelBundle.MANIFEST),
                exported.withOptimised(fast).withFiles(files));
        ModelBundle bundle = ModelBundle.open(directory);
        assertThat(bundle.manifest().optimised()).isEqualTo(fast);
        return bundle;
    }

    @Test
    void digestIgnoresLayoutAndUnknownFieldsOfTheManifest() throws IOException {
        String digest = ModelBundle.open(directory).id().digest();

        Files.writeString(
                directory.resolve(ModelBundle.MANIFEST), manifest("\n\"licence\": \"none\", "));

        assertThat(ModelBundle.open(directory).id().digest()).isEqualTo(digest);
    }

    @Test
    void digestFollowsEverySetting() throws IOException {
        String digest = ModelBundle.open(directory).id().digest();

        rewriteManifest("\"maxTokens\": 16", "\"maxTokens\": 32");

        assertThat(ModelBundle.open(directory).id().digest()).isNotEqualTo(digest);
    }

    @Test
    void refusesAlteredFileByName() throws IOException {
        Files.writeString(directory.resolve(ModelBundle.GRAPH), "grapf");

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("model.onnx has SHA-256")
                .hasMessageContaining("copy the bundle again");
    }

    @Test
    void refusesMissingFileByName() throws IOException {
        Files.delete(directory.resolve(ModelBundle.TOKENIZER));

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("tokenizer.json is named by model.json but cannot be read");
    }

    @Test
    void refusesManifestThatLacksFieldsByTheirNames() throws IOException {
        rewriteManifest("\"pooling\": \"mean\",", "");
        rewriteManifest("\"ids\"", "\"other\"");

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("model.json lacks pooling, inputs.ids");
    }

    @Test
    void refusesManifestThatDoesNotListTheGoldenVectors() throws IOException {
        rewriteManifest("\"golden.json\"", "\"gold.json\"");

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("no SHA-256 of golden.json");
    }

    @Test
    void refusesNameThatCouldNotBePartOfAKey() throws IOException {
        rewriteManifest("\"tiny\"", "\"Tiny@1\"");

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("name is 'Tiny@1'");
    }

    @Test
    void refusesUnknownPoolingAndNamesTheKnown() throws IOException {
        rewriteManifest("\"mean\"", "\"max\"");

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("\"max\"")
                .hasMessageContaining("cls");
    }

    @Test
    void refusesFileOutsideTheBundle() throws IOException {
        rewriteManifest("\"files\": {", "\"files\": {\"../elsewhere\": \"00\", ");

        assertThatThrownBy(() -> ModelBundle.open(directory))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("'../elsewhere'");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoBundle() {
        assertThatThrownBy(() -> ModelBundle.open(directory.resolve("nowhere")))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("is this the directory of a model bundle?");
    }

    private void rewriteManifest(String from, String to) throws IOException {
        Path file = directory.resolve(ModelBundle.MANIFEST);
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private String manifest(String extra) throws IOException {
        return """
        {%s"name": "tiny", "dimensions": 2, "maxTokens": 16, "pooling": "mean", "normalise": true,
         "queryPrefix": "", "passagePrefix": "", "inputs": {"ids": "i", "mask": "m"}, "output": "o",
         "precision": "fp32", "files": {
           "model.onnx": "%s", "tokenizer.json": "%s", "golden.json": "%s"}}
        """
                .formatted(
                        extra,
                        Digests.sha256(directory.resolve(ModelBundle.GRAPH)),
                        Digests.sha256(directory.resolve(ModelBundle.TOKENIZER)),
                        Digests.sha256(directory.resolve(ModelBundle.GOLDEN)));
    }
}
