package io.nearline.training.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** How often pieces stand beside each other in words, while such pairs become one piece. */
final class Neighbours {
    private final List<Word> words = new ArrayList<>();
    private final Map<Pair, Integer> counts = new HashMap<>();
    private final Map<Pair, Set<Integer>> places = new HashMap<>();

    /** The first is the most frequent one, if its count is still right. */
    private final PriorityQueue<Candidate> candidates =
            new PriorityQueue<>(
                    Comparator.comparing(Candidate::count)
                            .reversed()
                            .thenComparing(one -> one.pair().left().name())
                            .thenComparing(one -> one.pair().right().name()));

    /**
     * A word of the texts.
     *
     * @param pieces that it is written with now
     * @param count how often it is there
     */
    record Word(List<Piece> pieces, int count) {}

    /** Two pieces, one behind the other in a word. */
    record Pair(Piece left, Piece right) {}

    private record Candidate(Pair pair, int count) {}

    /** In these words. */
    Neighbours(List<Word> words) {
        this.words.addAll(words);
        Set<Pair> all = new HashSet<>();
        for (int place = 0; place < words.size(); place++) {
            all.addAll(count(place, 1));
        }
        all.forEach(this::offer);
    }

    List<Word> words() {
        return words;
    }

    /**
     * The most frequent pair; of several the one whose pieces come first in the order of letters.
     *
     * @param least times that it stands there; none if there is no such pair
     */
    Optional<Pair> mostFrequent(int least) {
        Candidate best = candidates.peek();
        while (best != null && best.count() != counts.getOrDefault(best.pair(), 0)) {
            candidates.remove();
            best = candidates.peek();
        }
        return Optional.ofNullable(best).filter(one -> one.count() >= least).map(Candidate::pair);
    }

    /** Puts one piece in the place of a pair, wherever it stands. */
    void replace(Pair pair, Piece joined) {
        Set<Pair> changed = new HashSet<>();
        for (int place : List.copyOf(places.getOrDefault(pair, Set.of()))) {
            changed.addAll(count(place, -1));
            Word word = words.get(place);
            words.set(place, new Word(replaced(word.pieces(), pair, joined), word.count()));
            changed.addAll(count(place, 1));
        }
        changed.forEach(this::offer);
    }

    private static List<Piece> replaced(List<Piece> word, Pair pair, Piece joined) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < word.size()) {
            boolean here =
                    at + 1 < word.size() && new Pair(word.get(at), word.get(at + 1)).equals(pair);
            pieces.add(here ? joined : word.get(at));
            at += here ? 2 : 1;
        }
        return pieces;
    }

    /** Adds a word's pairs, or takes them away; gives these pairs. */
    private Set<Pair> count(int place, int times) {
        Word word = words.get(place);
        Set<Pair> pairs = new HashSet<>();
        for (int i = 1; i < word.pieces().size(); i++) {
            Pair pair = new Pair(word.pieces().get(i - 1), word.pieces().get(i));
            pairs.add(pair);
            counts.merge(pair, times * word.count(), Integer::sum);
            Set<Integer> at = places.computeIfAbsent(pair, absent -> new TreeSet<>());
            if (times > 0) {
                at.add(place);
            } else {
                at.remove(place);
            }
        }
        return pairs;
    }

    private void offer(Pair pair) {
        int count = counts.getOrDefault(pair, 0);
        if (count > 0) {
            candidates.add(new Candidate(pair, count));
        }
    }
}
