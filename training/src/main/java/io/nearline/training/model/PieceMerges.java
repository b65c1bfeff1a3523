package io.nearline.training.model;

import io.nearline.training.model.Neighbours.Pair;
import io.nearline.training.model.Neighbours.Word;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts pieces of a vocabulary together by how often they stand beside each other in the words of
 * texts: byte pair encoding (Sennrich et al. 2016) that begins with the pieces of a tokenizer in
 * place of letters. The same texts give the same pieces, in whatever order.
 */
final class PieceMerges {
    private final WordPieces base;
    private final Neighbours neighbours;

    private PieceMerges(WordPieces base, List<Word> words) {
        this.base = base;
        this.neighbours = new Neighbours(words);
    }

    /**
     * Counts the words of texts, each different text once.
     *
     * @param texts as ids of the base
     */
    static PieceMerges of(WordPieces base, Stream<int[]> texts) {
        Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
        texts.map(IntBuffer::wrap)
                .distinct()
                .flatMap(text -> base.words(text.array()).stream())
                .filter(word -> word.size() > 1)
                .forEach(word -> counts.merge(word, 1, Integer::sum));
        Map<Integer, Piece> own = new HashMap<>();
        List<Word> words = new ArrayList<>();
        counts.forEach((word, count) -> words.add(new Word(pieces(base, own, word), count)));
        return new PieceMerges(base, words);
    }

    private static List<Piece> pieces(
            WordPieces base, Map<Integer, Piece> own, List<Integer> word) {
        return word.stream()
                .map(id -> own.computeIfAbsent(id, one -> new Piece(base.name(one), List.of(one))))
                .toList();
    }

    /**
     * The most frequent ones.
     *
     * @param most how many; fewer where there are no more
     * @param least times that each is in the texts when these are written with all that were found,
     *     so that none is a mere step to a longer one
     * @param firstId of the new ones
     */
    List<Piece> learn(int most, int least, int firstId) {
        Set<Piece> merged = new LinkedHashSet<>();
        int wanted = most;
        while (true) {
            boolean isMore = merge(wanted, least, merged);
            List<Piece> used = used(List.copyOf(merged), least, firstId);
            if (!isMore || used.size() >= most) {
                return List.copyOf(used.subList(0, Math.min(most, used.size())));
            }
            wanted += most - used.size();
        }
    }

    /** Whether there were as many. */
    private boolean merge(int wanted, int least, Set<Piece> merged) {
        while (merged.size() < wanted) {
            StoppedException.throwIfInterrupted();
            Optional<Pair> pair = neighbours.mostFrequent(least);
            if (pair.isEmpty()) {
                return false;
            }
            Piece joined = joined(pair.get());
            neighbours.replace(pair.get(), joined);
            merged.add(joined);
        }
        return true;
    }

    /** Two ways to the same letters have the same parts: the base writes them in one way. */
    private Piece joined(Pair pair) {
        List<Integer> parts = new ArrayList<>(pair.left().parts());
        parts.addAll(pair.right().parts());
        return new Piece(pair.left().name() + base.text(pair.right().name()), parts);
    }

    /** Those that the texts have often enough, written as the tokenizer does. */
    private List<Piece> used(List<Piece> merged, int least, int firstId) {
        WordPieces larger = base.with(merged, firstId);
        int[] uses = new int[merged.size()];
        for (Word word : neighbours.words()) {
            StringBuilder letters = new StringBuilder();
            word.pieces().forEach(piece -> letters.append(base.text(piece.name())));
            for (int id : larger.write(letters.toString())) {
                if (id >= firstId) {
                    uses[id - firstId] += word.count();
                }
            }
        }
        List<Piece> used = new ArrayList<>();
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] >= least) {
                used.add(merged.get(i));
            }
        }
        return used;
    }
}
