package io.nearline.bench.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What people type: a few words that stand together in a post. No two are the same, as a service
 * need not embed a text again that it has seen.
 */
final class QueryTexts {

    private static final int MOST_WORDS = 8;
    private static final int FEWEST_WORDS = 3;

    /** The next text begins so many words after the last one. */
    private static final int STEP = 2;

    private static final long SEED = 5;

    private final List<String> texts;

    private QueryTexts(List<String> texts) {
        this.texts = texts;
    }

    /** Those that are found in posts, in a random order that is always the same. */
    static QueryTexts of(Collection<String> posts) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String post : posts) {
            List<String> words = List.of(post.strip().split("\\s+"));
            for (int from = 0; from + FEWEST_WORDS <= words.size(); from += STEP) {
                int to = Math.min(from + MOST_WORDS, words.size());
                if (to - from >= FEWEST_WORDS) {
                    distinct.add(String.join(" ", words.subList(from, to)));
                }
            }
        }
        List<String> texts = new ArrayList<>(distinct);
        Collections.shuffle(texts, new Random(SEED));
        return new QueryTexts(texts);
    }

    /** How many there are. */
    int size() {
        return texts.size();
    }

    /** One of them; after the last one comes the first again. */
    String get(int number) {
        return texts.get(number % texts.size());
    }
}
