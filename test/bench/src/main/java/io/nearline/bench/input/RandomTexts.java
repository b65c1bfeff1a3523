package io.nearline.bench.input;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Texts of random lengths out of the words of real ones, without end and hardly ever the same
 * twice. Short ones are the most: the logarithm of the length is even between one word and the
 * longest.
 */
public final class RandomTexts implements Iterator<String> {
    private final List<String> words = new ArrayList<>();
    private final double logLongest;
    private final Random random;

    /**
     * @param texts where the words come from
     * @param longest most words of a text
     * @param seed the same seed gives the same texts
     */
    public RandomTexts(List<String> texts, int longest, long seed) {
        texts.forEach(text -> words.addAll(List.of(text.strip().split("\\s+"))));
        this.logLongest = Math.log(longest + 1.0);
        this.random = new Random(seed);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public String next() {
        return next((int) Math.exp(random.nextDouble() * logLongest));
    }

    /** A text of so many words. */
    public String next(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : " ").append(words.get(random.nextInt(words.size())));
        }
        return text.toString();
    }
}
