package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelPackagerTest {
    private static final String TEXT = "the storm, a flood and a late train";

    @TempDir Path folder;
    private Path source;
    private Path target;

    @BeforeEach
    void nameDirectories() {
        source = folder.resolve("Tiny Model");
        target = folder.resolve("bundles/tiny");
    }

    @ParameterizedTest
    @EnumSource
    void packagesEveryKindOfGraphWithoutBeingToldAnything(TinyModel model) throws IOException {
        PackagedModel packaged = pack(model);

        ModelManifest manifest = packaged.bundle().manifest();
        assertThat(manifest.name()).isEqualTo("tiny-model");
        assertThat(manifest.dimensions()).isEqualTo(TinyModel.DIMENSIONS);
        assertThat(manifest.precision())
                .isEqualTo(model == TinyModel.QUANTISED_ENCODER ? Precision.INT8 : Precision.FP32);
        assertThat(manifest.files()).containsOnlyKeys(ModelBundle.REQUIRED_FILES);
        assertThat(UnitLength.lengthOf(embed(target, TEXT).vector())).isBetween(0.9999, 1.0001);
    }

    @ParameterizedTest
    @EnumSource
    void samePackageHasSameDigest(TinyModel model) throws IOException {
        PackagedModel first = pack(model);
        PackagedModel second =
                ModelPackager.pack(PackagingRequest.of(source, folder.resolve("again")));
        assertThat(second.bundle().id()).isEqualTo(first.bundle().id());
    }

    @Test
    void feedsTokenTypesOnlyToGraphsThatAskForThem() throws IOException {
        assertThat(pack(TinyModel.BERT).bundle().manifest().inputs().segments())
                .contains("token_type_ids");
        source = folder.resolve("distil");
        target = folder.resolve("bundles/distil");
        assertThat(pack(TinyModel.WITHOUT_TOKEN_TYPES).bundle().manifest().inputs().segments())
                .isEmpty();
    }

    @Test
    void prefersTheVectorsThatTheGraphPools() throws IOException {
        ModelManifest manifest = pack(TinyModel.SEVERAL_OUTPUTS).bundle().manifest();
        assertThat(manifest.output()).isEqualTo("sentence_embedding");
        assertThat(manifest.pooling()).isEqualTo(Pooling.NONE);
    }

    @Test
    void poolsTokenVectorsWhereAskedTo() throws IOException {
        TinyModel.SEVERAL_OUTPUTS.writeTo(source);
        ModelPackager.pack(request().pooling(Pooling.CLS).build());
        assertThat(ModelBundle.open(target).manifest().output()).isEqualTo("last_hidden_state");
    }

    @Test
    void meanPoolingEqualsThePoolingInsideTheGraph() throws IOException {
        float[] inGraph =
                embed(pack(TinyModel.SEVERAL_OUTPUTS).bundle().directory(), TEXT).vector();
        Path pooledHere = folder.resolve("bundles/mean");
        ModelPackager.pack(
                PackagingRequest.builder(source, pooledHere).pooling(Pooling.MEAN).build());
        assertThat(Cosine.between(embed(pooledHere, TEXT).vector(), inGraph))
                .isGreaterThan(0.99999);
    }

    @Test
    void framesTextsAsTheTokenizerOfTheModelDoes() throws IOException {
        pack(TinyModel.XLM_ROBERTA);
        // <s>, one piece a word, </s>: not cut at 8 nor padded to it, as the file asks.
        assertThat(embed(target, "the cat").tokens()).isEqualTo(4);
        assertThat(embed(target, "the cat ".repeat(10).strip()).tokens()).isEqualTo(22);
    }

    @Test
    void findsTheGraphInItsOwnFolder() throws IOException {
        TinyModel.BERT.writeTo(source);
        Files.createDirectory(source.resolve("onnx"));
        Files.move(source.resolve("model.onnx"), source.resolve("onnx/model.onnx"));
        assertThat(ModelPackager.pack(request().build()).bundle().graph()).exists();
    }

    @Test
    void obeysWhatTheFilesAroundTheGraphSay() throws IOException {
        TinyModel.BERT.writeTo(source);
        write(
                "modules.json",
                "[{\"type\": \"sentence_transformers.models.Transformer\"}, {\"type\":"
                        + " \"sentence_transformers.models.Pooling\", \"path\": \"2_Pooling\"}]");
        write(
                "2_Pooling/config.json",
                "{\"pooling_mode_cls_token\": true," + " \"pooling_mode_mean_tokens\": false}");
        write("sentence_bert_config.json", "{\"max_seq_length\": 64}");
        write("config.json", "{\"model_type\": \"xlm-roberta\", \"max_position_embeddings\": 34}");
        write(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"storm: \", \"document\": \"flood: \"}}");

        ModelManifest manifest = ModelPackager.pack(request().build()).bundle().manifest();

        assertThat(manifest.pooling()).isEqualTo(Pooling.CLS);
        assertThat(manifest.normalise()).isFalse();
        assertThat(manifest.maxTokens()).isEqualTo(32);
        assertThat(manifest.queryPrefix()).isEqualTo("storm: ");
        assertThat(manifest.passagePrefix()).isEqualTo("flood: ");
    }

    @Test
    void putsTheRequestAboveWhatTheFilesSay() throws IOException {
        TinyModel.BERT.writeTo(source);
        write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
        write("sentence_bert_config.json", "{\"max_seq_length\": 64}");
        PackagingRequest request =
                request()
                        .name("mine")
                        .pooling(Pooling.MEAN)
                        .maxTokens(16)
                        .length(VectorLength.AS_COMPUTED)
                        .queryPrefix("q: ")
                        .precision(Precision.INT8)
                        .build();

        ModelManifest manifest = ModelPackager.pack(request).bundle().manifest();

        assertThat(manifest.name()).isEqualTo("mine");
        assertThat(manifest.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(manifest.maxTokens()).isEqualTo(16);
        assertThat(manifest.normalise()).isFalse();
        assertThat(manifest.queryPrefix()).isEqualTo("q: ");
        assertThat(manifest.precision()).isEqualTo(Precision.INT8);
        assertThat(embed(target, TEXT.repeat(9)).truncated()).isTrue();
    }

    @Test
    void saysWhereEverySettingComesFrom() throws IOException {
        TinyModel.BERT.writeTo(source);
        write("sentence_bert_config.json", "{\"max_seq_length\": 64}");
        assertThat(ModelPackager.inspect(request().pooling(Pooling.CLS).build()).explained())
                .containsEntry("max tokens", "64 (sentence_bert_config.json, max_seq_length)")
                .containsEntry("pooling", "cls (as requested)")
                .containsEntry("pad token", "0 (tokenizer.json, padding.pad_id)");
        assertThat(target).doesNotExist();
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        assertRejected(request().maxTokens(400), "with a window of 400 tokens");
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void doesNotReplaceABundle() throws IOException {
        pack(TinyModel.BERT);
        assertRejected(request(), target + " exists already");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertRejected(request(), "is not a directory");
        Files.createDirectories(source);
        assertRejected(request(), "has neither model.onnx nor onnx/model.onnx, and no other");
        TinyModel.BERT.writeTo(source);
        Files.delete(source.resolve("tokenizer.json"));
        assertRejected(request(), "has no tokenizer.json");
    }

    @Test
    void listsTheGraphsItCannotChooseFrom() throws IOException {
        TinyModel.BERT.writeTo(source);
        Files.copy(source.resolve("model.onnx"), source.resolve("b.onnx"));
        Files.move(source.resolve("model.onnx"), source.resolve("a.onnx"));
        assertRejected(request(), "a.onnx");
        assertRejected(request().graph("c.onnx"), "c.onnx does not exist");
        assertThat(ModelPackager.pack(request().graph("b.onnx").build()).bundle()).isNotNull();
    }

    @Test
    void refusesWhatDoesNotFitTheGraph() throws IOException {
        TinyModel.POOLED.writeTo(source);
        assertRejected(request().output("logits"), "no output logits: choose one of");
        assertRejected(request().pooling(Pooling.MEAN), "choose another output or pooling");
        Files.writeString(source.resolve("model.onnx"), "not a graph");
        assertRejected(request(), "cannot be loaded by ONNX Runtime");
    }

    @Test
    void refusesLayersThatTheGraphLeavesOut() throws IOException {
        TinyModel.BERT.writeTo(source);
        write("modules.json", "[{\"type\": \"sentence_transformers.models.Dense\"}]");
        assertRejected(request(), "modules.json has [Dense]");
    }

    @Test
    void refusesPoolingItDoesNotKnow() throws IOException {
        TinyModel.BERT.writeTo(source);
        write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\": true}");
        assertRejected(request(), "asks for [lasttoken]");
    }

    private PackagedModel pack(TinyModel model) throws IOException {
        model.writeTo(source);
        return ModelPackager.pack(request().build());
    }

    private PackagingRequest.Builder request() {
        return PackagingRequest.builder(source, target);
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(source.resolve(file).getParent());
        Files.writeString(source.resolve(file), content);
    }

    private static void assertRejected(PackagingRequest.Builder request, String message) {
        assertThatThrownBy(() -> ModelPackager.pack(request.build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static Embedding embed(Path bundle, String text) {
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(1))) {
            return embedder.embed(EmbeddableText.passage(text)).join();
        }
    }
}
