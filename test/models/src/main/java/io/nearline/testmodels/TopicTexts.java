package io.nearline.testmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Texts of a few topics, in the whole words of the word-piece vocabulary: a tiny model can learn
 * which of them belong together. The same seed gives the same texts in the same order.
 */
public final class TopicTexts {
    private static final List<List<String>> TOPICS =
            List.of(
                    List.of("storm", "flood", "rain", "river"),
                    List.of("cat", "dog", "help"),
                    List.of("goal", "good", "day", "night"),
                    List.of("train", "late", "city"));
    private static final List<String> FILLERS = List.of("the", "a", "new", "bad");

    /** How many topics there are. */
    public static final int COUNT = TOPICS.size();

    private final Random random;

    /** Texts of that seed. */
    public TopicTexts(long seed) {
        random = new Random(seed);
    }

    /**
     * The next text: three to eight words, of which about two thirds tell the topic.
     *
     * @param topic from 0, below {@link #COUNT}
     */
    public String next(int topic) {
        List<String> words = new ArrayList<>();
        int length = 3 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            List<String> from = random.nextInt(3) == 0 ? FILLERS : TOPICS.get(topic);
            words.add(from.get(random.nextInt(from.size())));
        }
        return String.join(" ", words);
    }
}
