package io.nearline.embedding.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every file here that is refused has ended a process: the library asserts, and nothing catches.
 */
class TokenizerSafetyTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int WINDOW = 128;

    @TempDir private Path folder;
    private Path file;
    private ObjectNode json;

    @BeforeEach
    void writeTokenizer() throws IOException {
        file = TinyModel.BERT.writeTo(folder).resolve("tokenizer.json");
        json = (ObjectNode) MAPPER.readTree(file.toFile());
    }

    @Test
    void dropsAStrideThatTheWindowCannotHold() throws IOException {
        truncate("Right", 200);

        assertThat(ids("cat ".repeat(600))).hasSize(WINDOW);
    }

    @Test
    void keepsTheBeginningWhateverTheFileCuts() throws IOException {
        truncate("Left", 0);

        long[] ids = ids("dog " + "cat ".repeat(600));

        assertThat(ids).startsWith(ids("dog")[0], ids("dog")[1]).hasSize(WINDOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"strategy\":{\"Fixed\":8},\"direction\":\"Left\",\"pad_to_multiple_of\":0,\"pad_id\":0,"
                    + "\"pad_type_id\":0,\"pad_token\":\"[PAD]\"}",
                "{\"strategy\":\"not one\"}",
                "7",
                "\"text\"",
                "null"
            })
    void takesNothingOfTheFilesPadding(String padding) throws IOException {
        json.set("padding", MAPPER.readTree(padding));

        assertThat(ids("the cat")).hasSize(4);
    }

    @Test
    void addsNoTruncationWhereThereIsNone() throws IOException {
        json.remove(List.of("truncation", "padding"));

        assertThat(ids("the cat")).hasSize(4);
    }

    @Test
    void refusesASpecialTokenThatIsNotListed() {
        ((ObjectNode) json.at("/post_processor/special_tokens")).remove("[SEP]");

        assertRefused("post_processor.single names [SEP]");
    }

    @Test
    void refusesASecondText() {
        postProcessor("[{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}]");

        assertRefused("post_processor.single names a second text");
    }

    @Test
    void refusesATextThatComesTwiceOrNever() {
        postProcessor(
                "[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}]");
        assertRefused("post_processor.single has the text 2 times");
        postProcessor("[]");
        assertRefused("post_processor.single has the text 0 times");
    }

    @Test
    void refusesMoreSpecialTokensThanTheWindowHolds() {
        ArrayNode single = (ArrayNode) json.at("/post_processor/single");
        JsonNode special = single.get(0);
        for (int i = 0; i < WINDOW; i++) {
            single.add(special);
        }

        assertRefused("leaves no room in a window of 128");
    }

    @Test
    void refusesSpecialTokensInASequenceOfProcessorsToo() {
        JsonNode template = json.get("post_processor").deepCopy();
        ((ObjectNode) template.get("special_tokens")).removeAll();
        json.set(
                "post_processor",
                MAPPER.createObjectNode()
                        .put("type", "Sequence")
                        .set("processors", MAPPER.createArrayNode().add(template)));

        assertRefused("which special_tokens lacks");
    }

    @Test
    void refusesPiecesOfNoCharacters() throws IOException {
        json.set("pre_tokenizer", MAPPER.readTree("{\"type\":\"FixedLength\",\"length\":0}"));

        assertRefused("pre_tokenizer.length is 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(x+x+)+y"})
    void refusesExpressionsThatRunAway(String regex) throws IOException {
        JsonNode pattern = MAPPER.createObjectNode().put("Regex", regex);
        ObjectNode split =
                (ObjectNode)
                        MAPPER.readTree(
                                "{\"type\":\"Split\",\"behavior\":\"Isolated\",\"invert\":false}");
        split.set("pattern", pattern);
        json.set("pre_tokenizer", inSequence("pretokenizers", split));
        assertRefused("pre_tokenizer.pattern");

        ObjectNode replace =
                (ObjectNode) MAPPER.readTree("{\"type\":\"Replace\",\"content\":\"x\"}");
        replace.set("pattern", pattern);
        json.set("normalizer", inSequence("normalizers", replace));
        assertRefused("normalizer.pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0301", "\u200b"})
    void refusesAddedTokensThatNormalisationTakesAway(String content) {
        ((ArrayNode) json.get("added_tokens"))
                .addObject()
                .put("id", 119)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", true)
                .put("special", false);

        assertRefused("added_tokens has token 119");
    }

    @Test
    void letsRunsOfSpacesBeTokensWhereNothingStripsThem() throws IOException {
        json.set("normalizer", MAPPER.readTree("{\"type\":\"NFC\"}"));
        ((ArrayNode) json.get("added_tokens"))
                .addObject()
                .put("id", 119)
                .put("content", "  ")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", true)
                .put("special", false);

        // [CLS] the, two spaces, cat [SEP]
        assertThat(ids("the  cat")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"####", "#"})
    void refusesMergesShorterThanTheirPrefix(String prefix) {
        json.set(
                "model",
                MAPPER.createObjectNode()
                        .put("type", "BPE")
                        .put("unk_token", "[UNK]")
                        .put("continuing_subword_prefix", prefix)
                        .<ObjectNode>set("vocab", vocabulary("a", "\u00e9"))
                        .set("merges", MAPPER.createArrayNode().add("a \u00e9")));

        assertRefused("model.merges");
    }

    @Test
    void refusesTokensThatAreDrawnByChance() {
        json.set(
                "model",
                MAPPER.createObjectNode()
                        .put("type", "BPE")
                        .put("dropout", 0.1)
                        .<ObjectNode>set("vocab", vocabulary("a", "b", "ab"))
                        .set("merges", MAPPER.createArrayNode().add("a b")));

        assertRefused("model.dropout gives a text other tokens each time");
    }

    @Test
    void refusesCharacterMapsThatPointOutside() {
        charsmap(new byte[0]);
        assertRefused("normalizer.precompiled_charsmap is cut short");
        charsmap(map(4_000_000_000L, new byte[64]));
        assertRefused("normalizer.precompiled_charsmap is cut short");
        byte[] wild = new byte[1024];
        for (int i = 0; i < wild.length; i++) {
            wild[i] = (byte) (i % 4 + 1);
        }
        charsmap(map(wild.length, wild));
        assertRefused("normalizer.precompiled_charsmap points outside itself");
        charsmap(map(1024, ByteBuffer.allocate(1025).put(1024, (byte) 0xFF).array()));
        assertRefused("normalizer.precompiled_charsmap has replacements that are not UTF-8");
    }

    @Test
    void letsAWholeCharacterMapPass() throws IOException {
        charsmap(map(1024, new byte[1024]));

        assertThat(ids("hello")).isNotEmpty();
    }

    @Test
    void saysWhichFileIsCutShort() throws IOException {
        String whole = json.toString();
        Files.writeString(file, whole.substring(0, whole.length() / 2));

        assertThatThrownBy(this::open)
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(file + " is cut short");
    }

    private void truncate(String direction, int stride) {
        json.set(
                "truncation",
                MAPPER.createObjectNode()
                        .put("direction", direction)
                        .put("max_length", 512)
                        .put("strategy", "LongestFirst")
                        .put("stride", stride));
    }

    private void postProcessor(String single) {
        try {
            ((ObjectNode) json.get("post_processor")).set("single", MAPPER.readTree(single));
        } catch (IOException e) {
            throw new IllegalArgumentException(single, e);
        }
    }

    private static ObjectNode inSequence(String field, JsonNode step) {
        return MAPPER.createObjectNode()
                .put("type", "Sequence")
                .set(field, MAPPER.createArrayNode().add(step));
    }

    private ObjectNode vocabulary(String... pieces) {
        ObjectNode vocabulary = MAPPER.createObjectNode();
        for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
            vocabulary.put(special, vocabulary.size());
        }
        for (String piece : pieces) {
            vocabulary.put(piece, vocabulary.size());
        }
        return vocabulary;
    }

    private void charsmap(byte[] map) {
        json.set(
                "normalizer",
                MAPPER.createObjectNode()
                        .put("type", "Precompiled")
                        .put("precompiled_charsmap", Base64.getEncoder().encodeToString(map)));
    }

    private static byte[] map(long size, byte[] rest) {
        return ByteBuffer.allocate(Integer.BYTES + rest.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) size)
                .put(rest)
                .array();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::write)
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private long[] ids(String text) throws IOException {
        try (TextTokenizer tokenizer = write()) {
            return tokenizer.tokenize(EmbeddableText.passage(text)).ids();
        }
    }

    private TextTokenizer write() throws IOException {
        Files.writeString(file, json.toString());
        return open();
    }

    private TextTokenizer open() {
        ModelManifest manifest =
                new ModelManifest(
                        "tiny",
                        TinyModel.DIMENSIONS,
                        WINDOW,
                        Pooling.MEAN,
                        true,
                        "",
                        "",
                        new GraphInputs("input_ids", "attention_mask", null),
                        "last_hidden_state",
                        Precision.FP32,
                        0,
                        null,
                        Map.of());
        return TextTokenizer.open(ModelBundle.draft(folder, manifest));
    }
}
