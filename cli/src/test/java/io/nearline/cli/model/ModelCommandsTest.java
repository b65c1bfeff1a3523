package io.nearline.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.cli.CommandLineRun;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandsTest {

    @TempDir private Path directory;
    private Path source;
    private Path bundle;

    @BeforeEach
    void writeModel() throws IOException {
        source = TinyModel.BERT.writeTo(directory.resolve("source"));
        bundle = directory.resolve("bundle");
    }

    @Test
    void aPackagedModelVerifies() {
        CommandLineRun packaged = pack("--name=tiny", "--max-tokens=16");
        CommandLineRun verified = CommandLineRun.of("model", "verify", bundle.toString());

        assertThat(packaged.exitCode()).as(packaged.err().toString()).isZero();
        assertThat(verified.exitCode()).as(verified.err().toString()).isZero();
        assertThat(verified.out())
                .contains("name            tiny", "max tokens      16", "precision       fp32")
                .anyMatch(line -> line.endsWith("worst cosine 1.000000"));
    }

    @Test
    void settingsThatAreGivenWinOverInferredOnes() throws IOException {
        pack(
                "--name=tiny",
                "--max-tokens=16",
                "--pooling=cls",
                "--no-normalise",
                "--query-prefix=query: ");

        JsonNode manifest = inspect().get("manifest");

        assertThat(manifest.get("pooling").textValue()).isEqualTo("cls");
        assertThat(manifest.get("normalise").booleanValue()).isFalse();
        assertThat(manifest.get("queryPrefix").textValue()).isEqualTo("query: ");
    }

    @Test
    void inspectingShowsTheGraph() throws IOException {
        pack("--max-tokens=16");

        JsonNode graph = inspect().get("graph");

        assertThat(graph.at("/inputs/input_ids/type").textValue()).isEqualTo("INT64");
        assertThat(graph.at("/inputs/input_ids/shape")).hasSize(2);
        assertThat(graph.get("outputs")).isNotEmpty();
    }

    @Test
    void anOptimisedModelShowsBothItsGraphs() throws IOException {
        source = TinyModel.ENCODER.writeTo(directory.resolve("encoder"));
        CommandLineRun packaged = pack("--max-tokens=16");

        JsonNode shown = inspect();

        assertThat(packaged.out())
                .anyMatch(
                        line -> line.startsWith("graph            optimised.onnx (1 x Attention"));
        assertThat(shown.get("serves").textValue()).isEqualTo("optimised.onnx");
        assertThat(shown.at("/manifest/optimised/fused/Attention").intValue()).isEqualTo(1);
        assertThat(shown.at("/graph/outputs").has("last_hidden_state")).isTrue();
        assertThat(shown.at("/optimised_graph/outputs").has("embedding")).isTrue();
        assertThat(CommandLineRun.of("model", "verify", bundle.toString()).exitCode()).isZero();
    }

    @Test
    void theExportedGraphServesOnRequest() throws IOException {
        source = TinyModel.ENCODER.writeTo(directory.resolve("encoder"));
        CommandLineRun packaged = pack("--max-tokens=16", "--no-optimise");

        assertThat(packaged.out())
                .anyMatch(line -> line.startsWith("graph            model.onnx (as exported"));
        assertThat(inspect().get("serves").textValue()).isEqualTo("model.onnx");
    }

    @Test
    void aModelThatCannotBeOptimisedIsPackagedAndSaysWhy() {
        CommandLineRun packaged = pack("--max-tokens=16");

        assertThat(packaged.exitCode()).isZero();
        assertThat(packaged.out())
                .anyMatch(line -> line.startsWith("graph            model.onnx (not optimised: "));
    }

    @Test
    void textsMakeAnInt8ModelThatVerifies() throws IOException {
        source = TinyModel.ENCODER.writeTo(directory.resolve("encoder"));
        Path texts = directory.resolve("texts");
        Files.write(texts, IntStream.range(0, 200).mapToObj(i -> "storm flood " + i).toList());

        CommandLineRun packaged = pack("--max-tokens=16", "--calibrate=" + texts);
        CommandLineRun verified = CommandLineRun.of("model", "verify", bundle.toString());

        assertThat(packaged.exitCode()).as(packaged.err().toString()).isZero();
        assertThat(packaged.err()).contains("calibrated with 160 of 160 texts");
        assertThat(packaged.out())
                .anyMatch(line -> line.startsWith("precision        int8 (scales fixed by "));
        assertThat(verified.out()).contains("precision       int8");
        assertThat(inspect().at("/manifest/optimised/batchInvariant").booleanValue()).isTrue();
    }

    @Test
    void aBundleHasTheOutputsThatWereAskedFor() throws IOException {
        source = TinyModel.SEVERAL_OUTPUTS.writeTo(directory.resolve("several"));

        CommandLineRun packaged =
                pack("--max-tokens=16", "--also=short=4", "--also=first=last_hidden_state:cls");

        assertThat(packaged.exitCode()).as(packaged.err().toString()).isZero();
        assertThat(packaged.out())
                .contains(
                        "output short     the first 4 numbers of the vector",
                        "output first     last_hidden_state, 8 dimensions, pooling cls");
        assertThat(inspect().at("/manifest/outputs/0/name").textValue()).isEqualTo("short");
        assertThat(CommandLineRun.of("model", "verify", bundle.toString()).out())
                .contains(
                        "output          short, 4 dimensions",
                        "output          first, 8 dimensions");
    }

    @Test
    void aBundleHasTheEntryPointsThatWereAskedFor() throws IOException {
        Files.copy(source.resolve("model.onnx"), source.resolve("tower.onnx"));

        CommandLineRun packaged =
                pack(
                        "--max-tokens=16",
                        "--graph=model.onnx",
                        "--query-graph=tower.onnx",
                        "--member-prefix=likes ");
        CommandLineRun verified = CommandLineRun.of("model", "verify", bundle.toString());

        assertThat(packaged.exitCode()).as(packaged.err().toString()).isZero();
        assertThat(packaged.out())
                .contains(
                        "entry query      tower.onnx, prefix as above",
                        "entry member     the graph of the posts, prefix \"likes \"");
        assertThat(inspect().at("/manifest/entryPoints/query/graph").textValue())
                .isEqualTo("query.onnx");
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.out())
                .contains(
                        "entry           query, through query.onnx",
                        "entry           member, through model.onnx");
    }

    @Test
    void wordsThatNameNoOutputAreAUsageError() {
        CommandLineRun packaged = pack("--also=short");

        assertThat(packaged.exitCode()).isEqualTo(2);
        assertThat(packaged.err().toString()).contains("'short' names no output: use short=64");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void tooFewTextsAreOneLine() throws IOException {
        Path texts = Files.writeString(directory.resolve("texts"), "only this");

        CommandLineRun packaged = pack("--max-tokens=16", "--calibrate=" + texts);

        assertThat(packaged.exitCode()).isEqualTo(1);
        assertThat(packaged.err()).singleElement().asString().contains("has 1 different texts");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void thePublishersVectorsMustComeOut() throws IOException {
        Path vectors = directory.resolve("vectors.jsonl");
        Files.writeString(vectors, "{\"text\": \"a cat\", \"vector\": [1, 0, 0, 0, 0, 0, 0, 0]}");

        CommandLineRun packaged = pack("--max-tokens=16", "--expect=" + vectors);

        assertThat(packaged.exitCode()).isEqualTo(1);
        assertThat(packaged.err())
                .singleElement()
                .asString()
                .contains("vectors.jsonl, line 1 and 1 of 1 texts miss their vectors");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void everySettingIsToldInWordsOfTheCommandLine() {
        CommandLineRun packaged = pack("--max-tokens=16");

        assertThat(packaged.out())
                .anyMatch(line -> line.startsWith("pooling          mean ("))
                .anyMatch(line -> line.startsWith("precision        fp32 ("))
                .anyMatch(line -> line.startsWith("length           scaled to 1 ("))
                .anyMatch(line -> line.startsWith("inputs           input_ids, attention_mask"))
                .anyMatch(line -> line.startsWith("vocabulary       121 words"))
                .anyMatch(line -> line.startsWith("unknown pieces   "));
    }

    @Test
    void aBundleIsReplacedOnlyOnRequest() throws IOException {
        pack("--name=first", "--max-tokens=16");

        CommandLineRun refused = pack("--name=second", "--max-tokens=16");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).singleElement().asString().contains("--force");
        assertThat(inspect().at("/manifest/name").textValue()).isEqualTo("first");

        assertThat(pack("--name=second", "--max-tokens=16", "--force").exitCode()).isZero();
        assertThat(inspect().at("/manifest/name").textValue()).isEqualTo("second");
        assertThat(directory).isDirectoryNotContaining("glob:**/.bundle-*");
    }

    @Test
    void forceLeavesADirectoryAloneThatIsNoBundle() {
        CommandLineRun run =
                CommandLineRun.of(
                        "model",
                        "package",
                        source.toString(),
                        "--out=" + source,
                        "--max-tokens=16",
                        "--force");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("holds no model bundle");
        assertThat(source.resolve("model.onnx")).exists();
    }

    @Test
    void anAlteredBundleIsOneLineThatNamesTheFile() throws IOException {
        pack("--max-tokens=16");
        Files.writeString(bundle.resolve("tokenizer.json"), "{}");

        CommandLineRun run = CommandLineRun.of("model", "verify", bundle.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).singleElement().asString().contains("tokenizer.json", "SHA-256");
    }

    @Test
    void aDirectoryThatIsNoModelIsOneLine() {
        CommandLineRun run =
                CommandLineRun.of(
                        "model", "package", directory.toString(), "--out=" + directory + "/out");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasSize(1);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aBundleThatIsNotThereIsOneLine() {
        CommandLineRun run = CommandLineRun.of("model", "verify", directory + "/none");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("there is no model bundle");
    }

    private CommandLineRun pack(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "model";
        arguments[1] = "package";
        arguments[2] = source.toString();
        arguments[3] = "--out=" + bundle;
        System.arraycopy(options, 0, arguments, 4, options.length);
        return CommandLineRun.of(arguments);
    }

    private JsonNode inspect() throws IOException {
        CommandLineRun run = CommandLineRun.of("model", "inspect", bundle.toString());
        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        return new ObjectMapper().readTree(String.join("\n", run.out()));
    }
}
