package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.tokenize.TokenizerJson;
import io.nearline.testmodels.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vocabulary has letters and a few whole words. */
class PieceMergesTest {
    private static final int FIRST = 121;

    @TempDir private Path folder;
    private TokenizerJson json;
    private WordPieces base;

    @BeforeEach
    void read() throws Exception {
        json = tokenizer(TinyModel.ENCODER);
        base = WordPieceFile.read(json);
    }

    @Test
    void whatStandsBesideEachOtherMostOftenBecomesAPieceFirst() {
        List<Piece> pieces = learn(3, 1, "zu zu1", "zug zu2", "zug zu3", "zug4");
        assertThat(pieces).extracting(Piece::name).startsWith("zu", "zug");
        assertThat(pieces.get(1).parts()).extracting(base::name).containsExactly("z", "##u", "##g");
    }

    @Test
    void aPieceMayGoOnWithAWord() {
        assertThat(learn(9, 2, "cathen", "doghen", "dayhen"))
                .extracting(Piece::name)
                .containsExactly("##hen");
    }

    @Test
    void piecesOfTwoWordsAreNeverOne() {
        assertThat(learn(9, 2, "a b 1", "a b 2", "a b 3", "cat dog 4")).isEmpty();
    }

    @Test
    void aTextThatStandsTwiceIsCountedOnce() {
        assertThat(learn(1, 2, "zug", "zug", "zug")).isEmpty();
        assertThat(learn(1, 2, "zug", "zug 1")).hasSize(1);
    }

    /** Nothing would be learned of it, and words that were never seen would be written with it. */
    @Test
    void noPieceIsAMereStepToALongerOne() {
        assertThat(learn(9, 2, "bahnhof 1", "bahnhof 2", "bahnhof 3"))
                .extracting(Piece::name)
                .containsExactly("bahnhof");
        assertThat(learn(9, 2, "bahnhof 1", "bahnhof 2", "bahn 1", "bahn 2"))
                .extracting(Piece::name)
                .containsExactlyInAnyOrder("bahn", "bahnhof");
    }

    @Test
    void thereAreNoMoreThanTheTextsHave() {
        assertThat(learn(100, 1, "zug")).extracting(Piece::name).containsExactly("zug");
        assertThat(learn(100, 1, "cat", "the dog")).isEmpty();
    }

    @Test
    void theOrderOfTheTextsDoesNotMatter() {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 12; j++) {
                text.append("abcd ".charAt(random.nextInt(5)));
            }
            texts.add("x" + text);
        }
        List<Piece> first = learn(80, 3, texts.toArray(String[]::new));
        Collections.shuffle(texts, random);
        assertThat(first).hasSize(80).doesNotHaveDuplicates();
        assertThat(learn(80, 3, texts.toArray(String[]::new))).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"##v\" | \"##qqq\" | has no piece for each letter of river: leave",
                "\"[MASK]\", | \"[OWN]\", | has an added token, id 4, outside of its vocabulary",
            })
    void tokenizersThatTakeNoMorePiecesAreRefused(String good, String bad, String message)
            throws Exception {
        assertThat(json.text()).contains(good);
        Path file = folder.resolve("other.json");
        Files.writeString(file, json.text().replace(good, bad));
        TokenizerJson other = TokenizerJson.read(file);
        assertThatThrownBy(() -> WordPieceFile.read(other))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTokenizerOfAnotherTypeIsRefused() throws Exception {
        TokenizerJson unigram = tokenizer(TinyModel.XLM_ROBERTA);
        assertThatThrownBy(() -> WordPieceFile.read(unigram))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("is of type Unigram, and only WordPiece takes more pieces");
    }

    private TokenizerJson tokenizer(TinyModel model) throws Exception {
        return TokenizerJson.read(
                model.writeTo(folder.resolve(model.name())).resolve("tokenizer.json"));
    }

    private List<Piece> learn(int most, int least, String... texts) {
        return PieceMerges.of(base, Arrays.stream(texts).map(this::ids)).learn(most, least, FIRST);
    }

    private int[] ids(String text) {
        return Arrays.stream(text.strip().split(" +"))
                .flatMap(word -> base.write(word).stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
