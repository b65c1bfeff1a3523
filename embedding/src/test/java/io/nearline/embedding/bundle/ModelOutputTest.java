package io.nearline.embedding.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOutputTest {

    private static final ModelOutput SHORT = ModelOutput.beginning("short", 4);
    private static final ModelOutput STORY =
            ModelOutput.ofGraph("story", "story_embedding", 5, Pooling.NONE);

    @TempDir private Path folder;

    @Test
    void aManifestWithoutOutputsSaysNothingOfThem() throws IOException {
        assertThat(Files.readString(written(manifest(List.of()))))
                .doesNotContain("outputs", "entryPoints");
        assertThat(manifest(List.of()).digest())
                .isEqualTo("36609266406ef8d7b6dfa7e469b536712003511b359cfd798f4fd23bcbdccf46");
    }

    @Test
    void outputsComeBackAsTheyWereWritten() throws IOException {
        ModelManifest manifest = manifest(List.of(SHORT, STORY));

        ModelManifest read = ModelBundle.readManifest(written(manifest));

        assertThat(read).isEqualTo(manifest);
        assertThat(read.outputs()).extracting(ModelOutput::size).containsExactly(4, 5);
    }

    @Test
    void everyPartOfAnOutputIsPartOfTheDigest() {
        List<List<ModelOutput>> different =
                List.of(
                        List.of(),
                        List.of(SHORT),
                        List.of(STORY),
                        List.of(SHORT, STORY),
                        List.of(STORY, SHORT),
                        List.of(ModelOutput.beginning("short", 5)),
                        List.of(ModelOutput.beginning("other", 4)),
                        List.of(ModelOutput.ofGraph("story", "x", 5, Pooling.NONE)),
                        List.of(ModelOutput.ofGraph("story", "story_embedding", 5, Pooling.CLS)));

        assertThat(different.stream().map(outputs -> manifest(outputs).digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void givesThoseThatAreNamedInTheirOrderAndPassesOverOthers() {
        assertThat(manifest(List.of(SHORT, STORY)).outputsAmong(List.of("story", "none", "short")))
                .containsExactly(SHORT, STORY);
    }

    @Test
    void refusesABeginningThatIsTheWhole() {
        assertThatThrownBy(() -> manifest(List.of(ModelOutput.beginning("whole", 8))))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessage(
                        "outputs.whole.prefix is '8': use less than the 8 dimensions of the whole");
    }

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> manifest(List.of(SHORT, SHORT)))
                .hasMessage("outputs is 'short': use each name once");
    }

    @Test
    void refusesAnOutputThatIsNeitherOne() {
        assertThatThrownBy(() -> new ModelOutput("x", 4, "story_embedding", 5, Pooling.NONE))
                .hasMessageContaining(
                        "output 'x' is neither a beginning nor an output of the graph");
        assertThatThrownBy(() -> new ModelOutput("x", null, "story_embedding", null, null))
                .hasMessageContaining("give it prefix, or output, dimensions and pooling");
        assertThatThrownBy(() -> ModelOutput.beginning("Short!", 4))
                .hasMessageContaining("use only a-z, 0-9 and '-'");
        assertThatThrownBy(() -> ModelOutput.beginning("none", 0))
                .hasMessageContaining("0 dimensions");
    }

    private Path written(ModelManifest manifest) throws IOException {
        Path file = folder.resolve(ModelBundle.MANIFEST);
        ModelBundle.writeManifest(file, manifest);
        return file;
    }

    private static ModelManifest manifest(List<ModelOutput> outputs) {
        return new ModelManifest(
                "tiny",
                8,
                16,
                Pooling.MEAN,
                true,
                "",
                "",
                new GraphInputs("input_ids", "attention_mask", null),
                "last_hidden_state",
                Precision.FP32,
                0,
                null,
                outputs,
                null,
                Map.of("model.onnx", "0a"));
    }
}
