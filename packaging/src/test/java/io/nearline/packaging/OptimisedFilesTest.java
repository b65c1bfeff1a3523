package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that come without the graph that serves. */
class OptimisedFilesTest {
    @TempDir private Path folder;
    private Path bundle;
    private Path graph;

    @BeforeEach
    void packageWithoutTheGraph() throws IOException {
        bundle = pack("fast", GraphForm.OPTIMISED);
        graph = bundle.resolve("optimised.onnx");
        Files.delete(graph);
    }

    @Test
    void makesTheGraphThatTheManifestNames() throws IOException {
        OptimisedFiles.main(new String[] {folder.resolve("bundles").toString()});

        assertThat(ModelBundle.open(bundle).manifest().served().file()).isEqualTo("optimised.onnx");
    }

    @Test
    void replacesAGraphThatIsNotTheOneNamed() throws IOException {
        Files.writeString(graph, "half a download");

        OptimisedFiles.complete(bundle);

        ModelBundle.open(bundle);
    }

    @Test
    void leavesABundleThatServesItsExportAlone() throws IOException {
        Path exported = pack("plain", GraphForm.AS_EXPORTED);

        OptimisedFiles.complete(exported);

        assertThat(exported.resolve("optimised.onnx")).doesNotExist();
    }

    @Test
    void refusesAGraphThatComesOutOtherThanNamed() throws IOException {
        Path file = bundle.resolve(ModelBundle.MANIFEST);
        ModelManifest manifest = ModelBundle.readManifest(file);
        Map<String, String> digests = new HashMap<>(manifest.files());
        digests.put("optimised.onnx", "0".repeat(64));
        ModelBundle.writeManifest(file, manifest.withFiles(digests));

        assertThatThrownBy(() -> OptimisedFiles.complete(bundle))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("write the manifest anew");
    }

    private Path pack(String name, GraphForm form) throws IOException {
        Path source = TinyModel.ENCODER.writeTo(folder.resolve("source-" + name));
        Path target = folder.resolve("bundles").resolve(name);
        return ModelPackager.pack(
                        PackagingRequest.builder(source, target)
                                .name(name)
                                .maxTokens(16)
                                .graphForm(form)
                                .build())
                .bundle()
                .directory();
    }
}
