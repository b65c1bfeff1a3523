package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.tokenize.TokenizerJson;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargerVocabularyTest {
    private static final int WIDTH = TinyModel.DIMENSIONS;
    private static final int FIRST = 121;
    private static final List<String> LEARNED =
            List.of("bahnhof 1", "bahnhof 2", "hofbahn", "die zeitung", "der zeiten", "zeit");

    @TempDir private Path folder;
    private BaseModel base;
    private BaseModel larger;

    @BeforeEach
    void open() throws Exception {
        Path bundle = folder.resolve("bundle");
        ModelPackager.pack(
                PackagingRequest.builder(
                                TinyModel.THREE_LAYERS.writeTo(folder.resolve("three")), bundle)
                        .maxTokens(64)
                        .build());
        base = BaseModel.open(bundle);
        List<EmbeddableText> texts = LEARNED.stream().map(EmbeddableText::passage).toList();
        larger =
                BaseModel.open(
                        bundle,
                        new ModelStart(
                                List.of(1, 3),
                                Optional.of(new LargerVocabulary.Wanted(9, 2, texts)),
                                Map.of()));
    }

    @AfterEach
    void close() {
        base.close();
        larger.close();
    }

    @Test
    void wordsThatWereLearnedHaveFewerTokens() {
        assertThat(trained("bahnhof")).hasSize(3);
        assertThat(base.tokenize(EmbeddableText.passage("bahnhof"))).hasSize(9);
        assertThat(trained("the storm"))
                .isEqualTo(base.tokenize(EmbeddableText.passage("the storm")));
    }

    /** What the base reads as one piece may begin within a new one. */
    @Test
    void theBasesIdsAreNotThePartsOfTheNewPieces() throws Exception {
        Path file = folder.resolve("other.json");
        Path own = folder.resolve("three/tokenizer.json");
        Files.writeString(file, Files.readString(own).replace("[unused0]", "##gab"));
        TokenizerJson json = TokenizerJson.read(file);
        WordPieces pieces = WordPieceFile.read(json);
        LargerVocabulary ug =
                LargerVocabulary.learn(
                        json,
                        FIRST,
                        new LargerVocabulary.Wanted(
                                9, 2, List.of(EmbeddableText.passage("zugkug"))),
                        text -> ids(pieces, text.text()));
        WordPieces with = WordPieceFile.read(ug.addedTo(json));
        assertThat(with.write("zugabe")).extracting(with::name).contains("##ug");
        assertThat(ug.inBase(ids(with, "zugabe"))).isEqualTo(ids(pieces, "zugabe"));
        assertThat(pieces.write("zugabe"))
                .extracting(pieces::name)
                .containsExactly("z", "##u", "##gab", "##e");
    }

    private static int[] ids(WordPieces pieces, String word) {
        return pieces.write(word).stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void everyTextHasTheBasesIdsAsWell() {
        String[] parts = {
            "bahn",
            "hof",
            "zeit",
            "ung",
            "en",
            "a",
            "z",
            " ",
            " ",
            " ",
            " ",
            "storm",
            ".",
            "\ud80c\udc00",
            "\u00fc",
            "[MASK]",
            "1"
        };
        Random random = new Random(5);
        int changed = 0;
        for (int i = 0; i < 2000; i++) {
            StringBuilder drawn = new StringBuilder();
            for (int j = 0; j < 8; j++) {
                drawn.append(parts[random.nextInt(parts.length)]);
            }
            EmbeddableText text = EmbeddableText.passage(drawn.toString());
            int[] ids = larger.trainedTokenizer().ids(text);
            int[] before = base.tokenize(text);
            assertThat(larger.inBase(ids)).as(drawn.toString()).isEqualTo(before);
            changed += Arrays.equals(ids, before) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(300);
    }

    @Test
    void aNewRowIsTheMeanOfThoseOfItsParts() {
        try (Scope scope = Scope.open(1);
                Encoder encoder = larger.encoder(scope)) {
            Parameter words = encoder.parameters().get(0);
            assertThat(words.name()).isEqualTo("word");
            int added = larger.vocabulary().orElseThrow().added();
            assertThat(words.shape()).containsExactly(FIRST + added, WIDTH);
            float[] rows = words.values();
            int bahnhof = trained("bahnhof")[1];
            assertThat(bahnhof).isBetween(FIRST, FIRST + added - 1);
            int[] parts = base.tokenize(EmbeddableText.passage("bahnhof"));
            for (int j = 0; j < WIDTH; j++) {
                double sum = 0;
                for (int i = 1; i < parts.length - 1; i++) {
                    sum += rows[parts[i] * WIDTH + j];
                }
                assertThat(rows[bahnhof * WIDTH + j])
                        .isCloseTo((float) sum / (parts.length - 2), within(1e-6f));
            }
        }
    }

    @Test
    void theBasesOwnTokensGiveTheBasesVectors() {
        try (Scope scope = Scope.open(1);
                Encoder whole = larger.wholeEncoder(scope);
                Encoder same = base.encoder(scope)) {
            List<int[]> texts = new ArrayList<>();
            LEARNED.forEach(text -> texts.add(larger.inBase(trained(text))));
            List<float[]> vectors = whole.vectors(texts);
            List<float[]> expected = same.vectors(texts);
            for (int i = 0; i < vectors.size(); i++) {
                assertThat(vectors.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    private int[] trained(String text) {
        return larger.trainedTokenizer().ids(EmbeddableText.passage(text));
    }
}
