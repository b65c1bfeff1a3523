package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.vector.Pooling;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories as sentence-transformers and transformers write them, by their own rules. */
class LayoutTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String POOLING = "1_Pooling/config.json";
    private static final String ENCODER = "sentence_bert_config.json";
    private static final String PROMPTS = "config_sentence_transformers.json";

    @TempDir private Path folder;
    private Path source;
    private int written;

    @BeforeEach
    void writeModel() throws IOException {
        source = TinyModel.BERT.writeTo(folder.resolve("tiny"));
        write(
                "modules.json",
                """
                [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling",
                  "type": "sentence_transformers.sentence_transformer.modules.pooling.Pooling"}]
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"embedding_dimension\":8,\"pooling_mode\":\"cls\",\"include_prompt\":true} |"
                        + " CLS",
                "{\"embedding_dimension\":8,\"pooling_mode\":[\"cls\"]}                       |"
                        + " CLS",
                "{\"pooling_mode\":\"mean\",\"pooling_mode_cls_token\":true}                  |"
                        + " MEAN",
                "{\"word_embedding_dimension\":8,\"pooling_mode_mean_tokens\":false}          |"
                        + " MEAN"
            })
    void readsThePoolingOfEveryRelease(String config, Pooling expected) throws IOException {
        write(POOLING, config);

        assertThat(pack().pooling()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pooling_mode\":[\"mean\",\"max\"]}       | asks for [mean, max]: only mean or"
                        + " cls",
                "{\"pooling_mode\":\"lasttoken\"}            | asks for [lasttoken]: only mean or"
                        + " cls",
                "{\"pooling_mode_mean_tokens\":true,\"pooling_mode_cls_token\":true} | asks for"
                        + " [mean, cls]",
                "{\"pooling_mode\":\"mean\",\"whitening\":3} | has [whitening], which this release"
                        + " does not know",
                "{\"embedding_dimension\":384}               | has embedding_dimension 384, the"
                        + " graph gives 8"
            })
    void refusesOtherPoolingByName(String config, String message) throws IOException {
        write(POOLING, config);

        assertRefused(message);
    }

    @Test
    void takesTheSmallerOfTokenizerAndPositionsForTheWindow() throws IOException {
        write("config.json", "{\"max_position_embeddings\": 64}");
        write("tokenizer_config.json", "{\"model_max_length\": 32}");
        assertThat(pack().maxTokens()).isEqualTo(32);
        write("tokenizer_config.json", "{\"model_max_length\": 1e30}");
        assertThat(pack().maxTokens()).isEqualTo(64);
        write(ENCODER, "{\"max_seq_length\": 48}");
        write("tokenizer_config.json", "{\"model_max_length\": 32}");
        assertThat(pack().maxTokens()).isEqualTo(48);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sentence_roberta_config.json",
                "sentence_distilbert_config.json",
                "sentence_camembert_config.json",
                "sentence_albert_config.json",
                "sentence_xlm-roberta_config.json",
                "sentence_xlnet_config.json"
            })
    void readsTheWindowUnderItsOlderNames(String file) throws IOException {
        write(file, "{\"max_seq_length\": 48}");

        assertThat(pack().maxTokens()).isEqualTo(48);
    }

    @Test
    void readsTheEncodersFolder() throws IOException {
        write(
                "modules.json",
                "[{\"path\": \"0_Transformer\", \"type\": \"a.Transformer\"}, {\"path\":"
                        + " \"1_Pooling\", \"type\": \"a.Pooling\"}]");
        write("0_Transformer/" + ENCODER, "{\"max_seq_length\": 48}");
        for (String file : new String[] {"tokenizer.json", "model.onnx"}) {
            Files.move(source.resolve(file), source.resolve("0_Transformer").resolve(file));
        }

        assertThat(pack().maxTokens()).isEqualTo(48);
    }

    @Test
    void refusesAFolderOutsideTheModel() throws IOException {
        write("modules.json", "[{\"path\": \"../other\", \"type\": \"a.Transformer\"}]");

        assertRefused("modules.json names the path ../other");
    }

    @ParameterizedTest
    @CsvSource({
        ENCODER + ", do_lower_case",
        "tokenizer_config.json, do_lower_case",
    })
    void lowersCaseWhereTheReferenceDoes(String file, String key) throws IOException {
        cased();
        write(file, "{\"%s\": true}".formatted(key));

        assertThat(ids("THE Cat")).isEqualTo(ids("the cat"));
    }

    @Test
    void keepsCaseWhereTheTokenizersSettingsSaySo() throws IOException {
        write("tokenizer_config.json", "{\"do_lower_case\": false}");

        assertThat(ids("THE CAT")).isNotEqualTo(ids("the cat"));
    }

    @Test
    void lowersCaseBeforeEveryOtherNormaliser() throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(source.resolve("tokenizer.json").toFile());
        json.set(
                "normalizer",
                MAPPER.readTree("{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"}]}"));
        Files.writeString(source.resolve("tokenizer.json"), json.toString());
        write(ENCODER, "{\"do_lower_case\": true}");

        pack();

        assertThat(Files.readString(packed().resolve("tokenizer.json")))
                .contains("[{\"type\":\"Lowercase\"},{\"type\":\"NFC\"}]");
    }

    @Test
    void copiesATokenizerThatNothingChangesByteForByte() throws IOException {
        pack();

        assertThat(packed().resolve("tokenizer.json"))
                .hasSameBinaryContentAs(source.resolve("tokenizer.json"));
    }

    @Test
    void putsTheDefaultPromptBeforeTextsWithoutOneOfTheirRole() throws IOException {
        write(
                PROMPTS,
                "{\"prompts\": {\"query\": \"storm: \", \"sts\": \"flood: \"},"
                        + " \"default_prompt_name\": \"sts\"}");

        assertThat(pack().queryPrefix()).isEqualTo("storm: ");
        assertThat(pack().passagePrefix()).isEqualTo("flood: ");
    }

    @Test
    void takesThePromptOfADocumentBeforeThatOfAPassage() throws IOException {
        write(PROMPTS, "{\"prompts\": {\"passage\": \"storm: \", \"document\": \"flood: \"}}");

        assertThat(pack().passagePrefix()).isEqualTo("flood: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompts\":{},\"default_prompt_name\":\"sts\"} | default_prompt_name 'sts',"
                        + " which prompts lacks",
                "{\"prompts\":{\"query\":7}}                      | prompts.query that is no text",
                "{\"truncate_dim\":4}                             | has truncate_dim 4, and vectors"
                        + " are not cut here"
            })
    void refusesPromptsThatCannotBeMeant(String config, String message) throws IOException {
        write(PROMPTS, config);

        assertRefused(message);
    }

    @Test
    void refusesAMeanThatLeavesThePromptOut() throws IOException {
        write(POOLING, "{\"pooling_mode\": \"mean\", \"include_prompt\": false}");
        assertThat(pack().pooling()).isEqualTo(Pooling.MEAN);
        write(PROMPTS, "{\"prompts\": {\"passage\": \"storm: \"}}");
        assertRefused("has include_prompt false, and a prefix is set");
        assertThatThrownBy(() -> ModelPackager.pack(request().pooling(Pooling.MEAN).build()))
                .hasMessageContaining("include_prompt false");
        write(POOLING, "{\"pooling_mode\": \"cls\", \"include_prompt\": false}");
        assertThat(pack().passagePrefix()).isEqualTo("storm: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"transformer_task\":\"fill-mask\"}",
                "{\"transformer_task\":\"sequence-classification\"}",
                "{\"module_output_name\":\"scores\"}",
                "{\"modality_config\":{\"text\":{\"method_output_name\":\"pooler_output\"}}}",
                "{\"modality_config\":{\"image\":{\"method_output_name\":\"last_hidden_state\"}}}",
                "{\"query_length\":32}",
                "{\"processing_kwargs\":{\"text\":{\"max_length\":12}}}"
            })
    void refusesAnotherUseOfTheEncoder(String config) throws IOException {
        write(ENCODER, config);

        assertRefused(ENCODER + " has ");
    }

    @Test
    void refusesLayersThatTheGraphLeavesOutAlsoWhenPoolingIsGiven() throws IOException {
        write(
                "modules.json",
                "[{\"type\": \"a.Transformer\"}, {\"type\": \"a.Pooling\"}, {\"type\":"
                        + " \"a.Dense\"}]");

        assertThatThrownBy(() -> ModelPackager.pack(request().pooling(Pooling.MEAN).build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("modules.json has [Transformer, Pooling, Dense]");
    }

    @Test
    void namesEveryKeyThatItDoesNotKnow() throws IOException {
        write(
                ENCODER,
                "{\"max_seq_length\": 48, \"model_args\": {\"a\": 1}, \"unpad_inputs\": true}");
        write(
                PROMPTS,
                "{\"__version__\": {}, \"similarity_fn_name\": \"cosine\", \"colour\": \"red\"}");
        write("modules.json", "[{\"type\": \"a.Transformer\", \"speed\": 3}]");
        write(POOLING, "{\"pooling_mode\": \"mean\", \"whitening\": 3}");

        assertThat(ModelPackager.inspect(request().pooling(Pooling.MEAN).build()).explained())
                .containsEntry(
                        "not looked at",
                        "modules.json: speed, sentence_bert_config.json: model_args,"
                                + " 1_Pooling/config.json: whitening,"
                                + " config_sentence_transformers.json: colour");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modules.json",
                POOLING,
                ENCODER,
                PROMPTS,
                "config.json",
                "tokenizer_config.json"
            })
    void saysWhichFileIsCutShort(String file) throws IOException {
        write(file, "{\"a\": {");
        assertRefused(source.resolve(file) + " is cut short");
        write(file, "");
        assertRefused(source.resolve(file) + " is cut short");
    }

    private void cased() throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(source.resolve("tokenizer.json").toFile());
        ((ObjectNode) json.get("normalizer")).put("lowercase", false);
        Files.writeString(source.resolve("tokenizer.json"), json.toString());
    }

    private long[] ids(String text) throws IOException {
        pack();
        try (TextTokenizer tokenizer = TextTokenizer.open(ModelBundle.open(packed()))) {
            return tokenizer.tokenize(EmbeddableText.passage(text)).ids();
        }
    }

    private ModelManifest pack() throws IOException {
        written++;
        return ModelPackager.pack(request().build()).bundle().manifest();
    }

    private Path packed() {
        return folder.resolve("bundle" + written);
    }

    private PackagingRequest.Builder request() {
        return PackagingRequest.builder(source, packed());
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(source.resolve(file).getParent());
        Files.writeString(source.resolve(file), content);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ModelPackager.inspect(request().build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message.strip());
    }
}
