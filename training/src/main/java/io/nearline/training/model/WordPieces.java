package io.nearline.training.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pieces of a WordPiece tokenizer (Wu et al. 2016). A word is written with the longest piece
 * that it begins with, and so on; all pieces of a word but the first have a prefix.
 */
final class WordPieces {
    private final String prefix;
    private final Map<String, Integer> ids;
    private final Map<Integer, String> names = new HashMap<>();

    /**
     * Some pieces.
     *
     * @param prefix of those that go on with a word
     * @param ids by name: letters, behind the prefix where there is one
     */
    WordPieces(String prefix, Map<String, Integer> ids) {
        this.prefix = prefix;
        this.ids = ids;
        ids.forEach((piece, id) -> names.put(id, piece));
    }

    /** These and more, whose ids follow. */
    WordPieces with(List<Piece> added, int firstId) {
        Map<String, Integer> all = new HashMap<>(ids);
        for (int i = 0; i < added.size(); i++) {
            all.put(added.get(i).name(), firstId + i);
        }
        return new WordPieces(prefix, all);
    }

    /** How many there are. */
    int size() {
        return ids.size();
    }

    /** A piece by its id. */
    String name(int id) {
        String piece = names.get(id);
        if (piece == null) {
            throw new IllegalArgumentException("no piece of id %d".formatted(id));
        }
        return piece;
    }

    /** The letters of a piece. */
    String text(String name) {
        return isInside(name) ? name.substring(prefix.length()) : name;
    }

    private boolean isInside(String name) {
        return name.length() > prefix.length() && name.startsWith(prefix);
    }

    /** A piece with a letter that cannot go on with a word by itself; none if all can. */
    Optional<String> firstWithALetterAlone() {
        return ids.keySet().stream()
                .filter(name -> !isSpecial(name))
                .filter(name -> !goOnByThemselves(isInside(name) ? text(name) : behindFirst(name)))
                .sorted()
                .findFirst();
    }

    private static boolean isSpecial(String name) {
        return name.startsWith("[") && name.endsWith("]");
    }

    private static String behindFirst(String name) {
        return name.isEmpty() ? name : name.substring(name.offsetByCodePoints(0, 1));
    }

    private boolean goOnByThemselves(String letters) {
        return letters.codePoints()
                .allMatch(letter -> ids.containsKey(prefix + Character.toString(letter)));
    }

    /** The words of a text, each as the ids of its pieces. */
    List<List<Integer>> words(int[] text) {
        List<List<Integer>> words = new ArrayList<>();
        for (int id : text) {
            if (words.isEmpty() || !isInside(name(id))) {
                words.add(new ArrayList<>());
            }
            words.get(words.size() - 1).add(id);
        }
        return words;
    }

    /** The letters of a word. */
    String read(List<Integer> word) {
        StringBuilder letters = new StringBuilder();
        word.forEach(id -> letters.append(text(name(id))));
        return letters.toString();
    }

    /**
     * The ids of a word's pieces, as the tokenizer writes it.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    List<Integer> write(String word) {
        List<Integer> written = new ArrayList<>();
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            Integer id = null;
            while (to > from && id == null) {
                id = ids.get((from == 0 ? "" : prefix) + word.substring(from, to));
                to -= id == null ? 1 : 0;
            }
            if (id == null) {
                throw new IllegalArgumentException("a word that the vocabulary cannot write");
            }
            written.add(id);
            from = to;
        }
        return written;
    }
}
