package io.nearline.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedRuntimeTest {

    @TempDir private Path directory;

    /** It is private to ONNX Runtime: a new version may have another name for it. */
    @Test
    void knowsWhereTheRuntimeOfThisProcessIsUnpacked() {
        assertThat(OnnxRuntime.load()).isNotEmpty();

        assertThat(UnpackedRuntime.directory())
                .hasValueSatisfying(
                        it ->
                                assertThat(it.getFileName().toString())
                                        .startsWith("onnxruntime-java"));
    }

    @Test
    void removesTheLibrariesAndTheirDirectory() throws IOException {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Files.writeString(unpacked.resolve("libonnxruntime.so"), "library");

        UnpackedRuntime.remove(unpacked);

        assertThat(unpacked).doesNotExist();
    }

    @Test
    void leavesWhatIsGoneAlready() {
        UnpackedRuntime.remove(directory.resolve("gone"));

        assertThat(directory).isEmptyDirectory();
    }
}
