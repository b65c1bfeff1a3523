package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.Bundles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that disagrees with itself never serves. */
class RejectedBundlesTest {

    @TempDir private Path directory;

    @BeforeEach
    void copyBundle() throws IOException {
        for (String file :
                new String[] {
                    ModelBundle.MANIFEST,
                    ModelBundle.GRAPH,
                    ModelBundle.TOKENIZER,
                    ModelBundle.GOLDEN
                }) {
            Files.copy(Bundles.INT8.resolve(file), directory.resolve(file));
        }
        serveTheExportedGraph();
    }

    @Test
    void refusesGraphWithOneFlippedBit() throws IOException {
        Path graph = directory.resolve(ModelBundle.GRAPH);
        byte[] bytes = Files.readAllBytes(graph);
        bytes[bytes.length / 2] ^= 1;
        Files.write(graph, bytes);

        assertRefused("model.onnx has SHA-256");
    }

    @Test
    void refusesTokenizerOfAnotherModel() throws IOException {
        replace(ModelBundle.TOKENIZER, "\"lowercase\": true", "\"lowercase\": false");

        assertRefused("golden vector");
    }

    @Test
    void refusesGoldenVectorsOfAnotherModel() throws IOException {
        replace(ModelBundle.GOLDEN, "\"ferry\"", "\"bus\"");
        replace(ModelBundle.GOLDEN, "The ferry to the island", "The price of the bread");

        assertRefused("golden vector 1 is missed");
    }

    @Test
    void refusesFileThatIsNoGraph() throws IOException {
        Files.writeString(directory.resolve(ModelBundle.GRAPH), "not a graph");
        acceptFiles();

        assertRefused("cannot be loaded by ONNX Runtime 1.28");
    }

    @Test
    void refusesFileThatIsNoTokenizer() throws IOException {
        Files.writeString(directory.resolve(ModelBundle.TOKENIZER), "{\"version\": \"1.0\"}");
        acceptFiles();

        assertRefused("is not a tokenizer this library reads");
    }

    @Test
    void refusesManifestThatDoesNotFitTheGraph() throws IOException {
        replace(ModelBundle.MANIFEST, "\"last_hidden_state\"", "\"sentence_embedding\"");

        assertRefused("no output 'sentence_embedding'");
    }

    @Test
    void refusesPoolingThatTheModelWasNotMadeFor() throws IOException {
        replace(ModelBundle.MANIFEST, "\"mean\"", "\"cls\"");

        assertRefused("golden vector");
    }

    @Test
    void refusesWindowThatCutsWhatTheModelCouldRead() throws IOException {
        replace(ModelBundle.MANIFEST, "\"maxTokens\" : 256", "\"maxTokens\" : 128");

        assertRefused("golden vector 7 is missed");
    }

    @Test
    void refusesSmallerWindowOfTheGraphThatServes() throws IOException {
        Files.copy(Bundles.INT8.resolve("optimised.onnx"), directory.resolve("optimised.onnx"));
        Files.copy(
                Bundles.INT8.resolve(ModelBundle.MANIFEST),
                directory.resolve(ModelBundle.MANIFEST),
                StandardCopyOption.REPLACE_EXISTING);
        replace(ModelBundle.MANIFEST, "\"maxTokens\" : 256", "\"maxTokens\" : 128");

        assertRefused("golden vector 7 is missed");
    }

    private void serveTheExportedGraph() throws IOException {
        Path file = directory.resolve(ModelBundle.MANIFEST);
        ModelManifest manifest = ModelBundle.readManifest(file);
        Map<String, String> digests = new TreeMap<>(manifest.files());
        digests.remove(manifest.optimised().file());
        ModelBundle.writeManifest(file, manifest.withOptimised(null).withFiles(digests));
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> Embedders.open(directory, EngineOptions.forCpus(1)))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(reason);
    }

    private void replace(String file, String from, String to) throws IOException {
        Path path = directory.resolve(file);
        Files.writeString(path, Files.readString(path, StandardCharsets.UTF_8).replace(from, to));
        acceptFiles();
    }

    /** Makes the manifest name the files as they are now. */
    private void acceptFiles() throws IOException {
        Path file = directory.resolve(ModelBundle.MANIFEST);
        ModelManifest manifest = ModelBundle.readManifest(file);
        Map<String, String> digests = new TreeMap<>();
        for (String name : manifest.files().keySet()) {
            digests.put(name, Digests.sha256(directory.resolve(name)));
        }
        ModelBundle.writeManifest(file, manifest.withFiles(digests));
    }
}
