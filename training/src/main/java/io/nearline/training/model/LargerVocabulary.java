package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.tokenize.TokenizerJson;
import io.nearline.embedding.tokenize.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A base's pieces, and those that were put together of them: for words of other languages or of a
 * field, which the base writes with many pieces.
 */
public final class LargerVocabulary {
    private final WordPieces base;
    private final WordPieces larger;
    private final List<Piece> added;
    private final int firstId;

    /**
     * What to add.
     *
     * @param most pieces; fewer where the texts have no more
     * @param least times that each is in the texts
     * @param texts that they are put together by, each different one once
     */
    public record Wanted(int most, int least, List<EmbeddableText> texts) {

        public Wanted {
            texts = List.copyOf(texts);
        }
    }

    private LargerVocabulary(WordPieces base, List<Piece> added, int firstId) {
        this.base = base;
        this.larger = base.with(added, firstId);
        this.added = added;
        this.firstId = firstId;
    }

    /**
     * Learns the pieces.
     *
     * @param json the base's tokenizer
     * @param rows of the base's word table; ids of new pieces follow these and the tokenizer's
     * @param ids of a text, by the base's tokenizer
     * @throws ModelRejectedException if the tokenizer takes no more pieces
     */
    static LargerVocabulary learn(
            TokenizerJson json, int rows, Wanted wanted, Function<EmbeddableText, int[]> ids) {
        WordPieces base = WordPieceFile.read(json);
        int first = Math.toIntExact(Math.max(rows, Vocabulary.of(json).size()));
        PieceMerges merges = PieceMerges.of(base, wanted.texts().stream().map(ids));
        return new LargerVocabulary(
                base, merges.learn(wanted.most(), wanted.least(), first), first);
    }

    /** How many pieces the base has. */
    public int baseSize() {
        return base.size();
    }

    /** How many pieces were added. */
    public int added() {
        return added.size();
    }

    /** The base's ids of a text's ids. */
    int[] inBase(int[] text) {
        if (Arrays.stream(text).allMatch(id -> id < firstId)) {
            return text;
        }
        // Not piece by piece: the base may divide a word elsewhere than where a new piece ends.
        return larger.words(text).stream()
                .flatMap(word -> (isNew(word) ? base.write(larger.read(word)) : word).stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean isNew(List<Integer> word) {
        return word.stream().anyMatch(id -> id >= firstId);
    }

    /**
     * The rows behind the base's: of each new piece the mean of those of its parts, and zeros where
     * the base's tokenizer has a piece that the table lacks.
     *
     * @param table the base's, row by row
     */
    float[] rows(float[] table, int width) {
        int lacking = firstId * width - table.length;
        float[] known = Arrays.copyOf(table, firstId * width);
        float[] rows = new float[lacking + added.size() * width];
        for (int i = 0; i < added.size(); i++) {
            List<Integer> parts = added.get(i).parts();
            for (int part : parts) {
                for (int j = 0; j < width; j++) {
                    rows[lacking + i * width + j] += known[part * width + j] / parts.size();
                }
            }
        }
        return rows;
    }

    /** The base's tokenizer with the new pieces. */
    TokenizerJson addedTo(TokenizerJson json) {
        return WordPieceFile.with(json, added, firstId);
    }
}
