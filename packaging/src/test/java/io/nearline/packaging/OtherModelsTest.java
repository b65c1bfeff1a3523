package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.vector.Pooling;
import io.nearline.testmodels.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories of other exporters, of other models, and of what is no sentence encoder. */
class OtherModelsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private Path folder;
    private Path source;
    private Path target;

    @BeforeEach
    void nameDirectories() {
        source = folder.resolve("tiny");
        target = folder.resolve("bundles/tiny");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"weights.bin", "model.onnx_data_1", "onnx/data/w", "tokenizer.json.data"})
    void findsWeightsUnderTheNameThatTheGraphGivesThem(String name) throws IOException {
        TinyModel.ENCODER.writeTo(folder.resolve("whole"));
        ModelBundle whole = pack(folder.resolve("whole"), folder.resolve("bundles/whole"));
        TinyModel.ENCODER.writeTo(source);
        outside(name, name);

        ModelBundle bundle = pack(source, target);

        assertThat(vector(bundle)).isEqualTo(vector(whole));
        assertThat(bundle.manifest().served().file()).isEqualTo("optimised.onnx");
        assertThat(bundle.manifest().files()).containsKey(name.replace('/', '_'));
    }

    @ParameterizedTest
    @CsvSource({
        "../weights, only files in its own directory",
        "/etc/passwd, only files in its own directory",
        "a/../../weights, only files in its own directory",
        "'', only files in its own directory",
        "missing, which is not there"
    })
    void refusesWeightsThatAreNotInTheDirectory(String location, String message)
            throws IOException {
        TinyModel.ENCODER.writeTo(source);
        outside("weights", location);
        Files.copy(source.resolve("weights"), folder.resolve("weights"));

        assertRefused("keeps weights in '" + location + "': " + message);
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesALinkOutOfTheDirectory() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        outside("weights", "weights");
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(source.resolve("weights"), elsewhere);
        Files.createSymbolicLink(source.resolve("weights"), elsewhere);

        assertRefused("which is a link out of the model's directory");
    }

    @Test
    void packagesASnapshotOfAHubsCacheUnderItsRepositorysName() throws IOException {
        Path repository = folder.resolve("models--some-team--Tiny-Model.v2");
        source = TinyModel.ENCODER.writeTo(repository.resolve("snapshots/0123456789abcdef"));
        outside("model.onnx_data", "model.onnx_data");
        Files.createDirectories(repository.resolve("blobs"));
        for (String file : new String[] {"model.onnx", "model.onnx_data", "tokenizer.json"}) {
            Path blob = repository.resolve("blobs/sha-" + file.length() + file.hashCode());
            Files.move(source.resolve(file), blob);
            Files.createSymbolicLink(source.resolve(file), source.relativize(blob));
        }

        ModelBundle bundle = pack(source, target);

        assertThat(bundle.manifest().name()).isEqualTo("tiny-model.v2");
        assertThat(bundle.directory().resolve("model.onnx_data")).isRegularFile();
    }

    @Test
    void messagesNeverNameTheDraft() throws IOException {
        TinyModel.ENCODER.writeTo(source);

        assertThatThrownBy(() -> ModelPackager.pack(request().maxTokens(400).build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageNotContaining(".bundle-");
        try (Stream<Path> left = Files.list(target.getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aGraphWithIdsAloneGivesTheVectorsOfOneWithAMaskOfOnes() throws IOException {
        TinyModel.WITHOUT_TOKEN_TYPES.writeTo(folder.resolve("masked"));
        ModelBundle masked = pack(folder.resolve("masked"), folder.resolve("bundles/masked"));
        TinyModel.WITHOUT_TOKEN_TYPES.writeTo(source);
        change(OtherModelsTest::computeTheMask);

        ModelBundle bundle = pack(source, target);

        assertThat(bundle.manifest().inputs().padding()).isEmpty();
        assertThat(vector(bundle)).isEqualTo(vector(masked));
        assertThat(ModelBundle.open(target).id()).isEqualTo(bundle.id());
    }

    @ParameterizedTest
    @CsvSource({
        "position_ids, Export it with the positions counted inside the graph",
        "past_key_values.0.key, This is a text generator",
        "pixel_values, export its text encoder alone",
        "tokens, Export it as a sentence encoder"
    })
    void saysHowToExportOtherInputs(String input, String advice) throws IOException {
        TinyModel.WITHOUT_TOKEN_TYPES.writeTo(source);
        change(graph -> graph.addInput(graph.getInput(0).toBuilder().setName(input)));

        assertRefused(advice);
    }

    @Test
    void refusesIdsOf32Bits() throws IOException {
        TinyModel.WITHOUT_TOKEN_TYPES.writeTo(source);
        change(
                graph ->
                        graph.getInputBuilder(0)
                                .getTypeBuilder()
                                .getTensorTypeBuilder()
                                .setElemType(DataType.INT32_VALUE));

        assertRefused("input input_ids is int32[?, ?], needed is int64[text, token]: export it");
    }

    @Test
    void refusesOutputsOf16Bits() throws IOException {
        TinyModel.WITHOUT_TOKEN_TYPES.writeTo(source);
        change(
                graph -> {
                    graph.addNode(cast("last_hidden_state", "half", DataType.FLOAT16_VALUE));
                    graph.getOutputBuilder(0)
                            .setName("half")
                            .getTypeBuilder()
                            .getTensorTypeBuilder()
                            .setElemType(DataType.FLOAT16_VALUE);
                });

        assertRefused("output half is float16[?, ?, 8], needed are 32-bit floats: export it with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "start_logits", "scores", "label"})
    void refusesWhatIsNamedAsScores(String output) throws IOException {
        TinyModel.POOLED.writeTo(source);
        change(graph -> rename(graph, "sentence_embedding", output));

        assertRefused("no sentence encoder");
    }

    @Test
    void refusesVectorsOfAFewNumbers() throws IOException {
        TinyModel.POOLED.writeTo(source);
        change(
                graph -> {
                    graph.addInitializer(ints("first", 0)).addInitializer(ints("last", 2));
                    graph.addInitializer(ints("axis", 1));
                    graph.addNode(
                            NodeProto.newBuilder()
                                    .setOpType("Slice")
                                    .addInput("sentence_embedding")
                                    .addInput("first")
                                    .addInput("last")
                                    .addInput("axis")
                                    .addOutput("odds"));
                    graph.getOutputBuilder(0).setName("odds");
                    graph.getOutputBuilder(0)
                            .getTypeBuilder()
                            .getTensorTypeBuilder()
                            .getShapeBuilder()
                            .getDimBuilder(1)
                            .setDimValue(2);
                });

        assertRefused("gives 2 numbers a text: that is a classifier or a cross-encoder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BertForSequenceClassification",
                "XLMRobertaForTokenClassification",
                "Qwen3ForCausalLM"
            })
    void refusesArchitecturesWithAHead(String architecture) throws IOException {
        TinyModel.BERT.writeTo(source);
        write("config.json", "{\"architectures\": [\"%s\"]}".formatted(architecture));

        assertRefused("config.json names the architecture " + architecture);
    }

    @Test
    void refusesAGraphThatGivesEveryTextTheSameVector() throws IOException {
        TinyModel.WITHOUT_TOKEN_TYPES.writeTo(source);
        change(
                graph -> {
                    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
                        if (tensor.getName().equals("words")) {
                            for (int i = 0; i < tensor.getFloatDataCount(); i++) {
                                tensor.setFloatData(i, 0.5f + 0.01f * (i % TinyModel.DIMENSIONS));
                            }
                        }
                    }
                });

        assertRefusedByPacking("gives every text the same vector");
    }

    @Test
    void refusesTheTokenizerOfAnotherModel() throws IOException {
        TinyModel.BERT.writeTo(source);
        ObjectNode json = (ObjectNode) MAPPER.readTree(source.resolve("tokenizer.json").toFile());
        ObjectNode words = (ObjectNode) json.at("/model/vocab");
        for (int i = 0; i < 30; i++) {
            words.put("more" + i, 121 + i);
        }
        write("tokenizer.json", json.toString());

        assertRefused("tokenizer.json knows 151 words, the graph has a table of 120: they belong");
    }

    @Test
    void refusesTheConfigurationOfAnotherModel() throws IOException {
        TinyModel.BERT.writeTo(source);
        write("config.json", "{\"vocab_size\": 30522}");

        assertRefused("config.json names 30,522 words, the graph has a table of 120");
    }

    @Test
    void refusesATokenizerThatKnowsHardlyAnything() throws IOException {
        TinyModel.BERT.writeTo(source);
        ObjectNode json = (ObjectNode) MAPPER.readTree(source.resolve("tokenizer.json").toFile());
        ((ObjectNode) json.get("model")).put("max_input_chars_per_word", 0);
        write("tokenizer.json", json.toString());

        assertRefusedByPacking("tokenizer.json does not know ");
    }

    @Test
    void reportsHowMuchOfTheGoldenTextsIsUnknown() throws IOException {
        TinyModel.BERT.writeTo(source);

        PackagedModel packaged = ModelPackager.pack(request().build());

        assertThat(packaged.checks().get("unknown pieces")).matches("[0-9.]+ % of .* golden texts");
        assertThat(packaged.settings().explained())
                .containsEntry(
                        "vocabulary",
                        "121 words (120 rows in the graph; a text with one of the others has no"
                                + " vector)");
    }

    @Test
    void aBundlePackagedAgainKeepsWhatItsManifestSays() throws IOException {
        TinyModel.BERT.writeTo(source);
        PackagingRequest first =
                request()
                        .name("mine")
                        .pooling(Pooling.CLS)
                        .maxTokens(20)
                        .length(VectorLength.AS_COMPUTED)
                        .passagePrefix("storm: ")
                        .build();
        ModelBundle bundle = ModelPackager.pack(first).bundle();

        ModelBundle again = pack(target, folder.resolve("bundles/again"));

        assertThat(again.id()).isEqualTo(bundle.id());
        ModelManifest changed =
                ModelPackager.pack(
                                PackagingRequest.builder(target, folder.resolve("bundles/more"))
                                        .maxTokens(30)
                                        .build())
                        .bundle()
                        .manifest();
        assertThat(changed.maxTokens()).isEqualTo(30);
        assertThat(changed.pooling()).isEqualTo(Pooling.CLS);
    }

    @Test
    void saysThatABundlesManifestIsCutShort() throws IOException {
        TinyModel.BERT.writeTo(source);
        pack(source, target);
        Path manifest = target.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).substring(0, 60));

        assertThatThrownBy(() -> ModelBundle.open(target))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(manifest + " is cut short");
    }

    private static void computeTheMask(GraphProto.Builder graph) {
        int mask = graph.getInput(0).getName().equals("attention_mask") ? 0 : 1;
        graph.removeInput(mask);
        graph.addNode(
                0,
                NodeProto.newBuilder().setOpType("Shape").addInput("input_ids").addOutput("shape"));
        TensorProto one =
                TensorProto.newBuilder()
                        .setDataType(DataType.INT64_VALUE)
                        .addDims(1)
                        .addInt64Data(1)
                        .build();
        graph.addNode(
                1,
                NodeProto.newBuilder()
                        .setOpType("ConstantOfShape")
                        .addInput("shape")
                        .addOutput("attention_mask")
                        .addAttribute(
                                AttributeProto.newBuilder()
                                        .setName("value")
                                        .setType(AttributeProto.AttributeType.TENSOR)
                                        .setT(one)));
    }

    private static NodeProto cast(String from, String to, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(from)
                .addOutput(to)
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("to")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(type))
                .build();
    }

    private static TensorProto ints(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64_VALUE)
                .addDims(1)
                .addInt64Data(value)
                .build();
    }

    private static void rename(GraphProto.Builder graph, String from, String to) {
        graph.getOutputBuilder(0).setName(to);
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(from)) {
                    node.setOutput(i, to);
                }
            }
        }
    }

    private void change(Consumer<GraphProto.Builder> edit) throws IOException {
        Path file = source.resolve("model.onnx");
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        edit.accept(model.getGraphBuilder());
        Files.write(file, model.build().toByteArray());
    }

    /** Moves float weights into a file of their own, which the graph calls by {@code location}. */
    private void outside(String name, String location) throws IOException {
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        change(
                graph -> {
                    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
                        if (tensor.getDataType() == DataType.FLOAT_VALUE
                                && tensor.getDimsCount() == 2) {
                            ByteString data = floats(tensor);
                            tensor.clearFloatData()
                                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                    .addExternalData(entry("location", location))
                                    .addExternalData(entry("offset", "" + weights.size()))
                                    .addExternalData(entry("length", "" + data.size()));
                            weights.writeBytes(data.toByteArray());
                        }
                    }
                });
        Files.createDirectories(source.resolve(name).getParent());
        Files.write(source.resolve(name), weights.toByteArray());
    }

    private static ByteString floats(TensorProto.Builder tensor) {
        ByteBuffer bytes =
                ByteBuffer.allocate(tensor.getFloatDataCount() * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        tensor.getFloatDataList().forEach(bytes::putFloat);
        return ByteString.copyFrom(bytes.flip());
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static float[] vector(ModelBundle bundle) {
        try (ModelEncoder encoder = ModelEncoder.open(bundle)) {
            return encoder.vector(EmbeddableText.passage("the storm, a flood and a late train"));
        }
    }

    private static ModelBundle pack(Path from, Path to) throws IOException {
        return ModelPackager.pack(
                        PackagingRequest.builder(from, to).graphForm(GraphForm.OPTIMISED).build())
                .bundle();
    }

    private PackagingRequest.Builder request() {
        return PackagingRequest.builder(source, target);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(source.resolve(file), content);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ModelPackager.inspect(request().build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private void assertRefusedByPacking(String message) {
        assertThatThrownBy(() -> ModelPackager.pack(request().build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
