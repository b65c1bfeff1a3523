package io.nearline.packaging;

import java.util.List;

/**
 * Texts whose vectors a bundle carries as proof of itself: short and long, several scripts, marks,
 * numbers and symbols, so that a wrong tokenizer, mask, cut or pooling shows in at least one.
 */
final class GoldenTexts {
    private static final String LONG_SENTENCE =
            "The water rose overnight, the bridge was closed, and everybody on the east bank waited"
                    + " for the first boat of the morning. ";

    /** Each is repeated twice as often as the one before. */
    private static final List<String> SUBJECTS =
            List.of(
                    "A cat slept on the garden wall while the children were at school. ",
                    "Shares of the largest bank fell by nine percent after the report. ",
                    "Stir the flour into the butter, add the milk and let it boil. ",
                    "The striker missed two penalties and the match ended in a draw. ",
                    "Astronomers found a planet with two suns and an ocean of methane. ",
                    "My grandfather repaired violins, and taught me to carve wood. ",
                    "The new release breaks the build unless the old cache is removed. ");

    private static final int MEDIUM_REPEATS = 6;

    static final List<String> ALL =
            List.of(
                    "hello world",
                    "A",
                    "42",
                    "The storm took the roof off the train station.",
                    "THE STORM TOOK THE ROOF OFF THE TRAIN STATION!!!",
                    "Late goal, bad day: 3-2 (a.e.t.) at 21:45, what a night...",
                    "new post by @someone: good news for the city #flood https://example.org/a?b=c",
                    "Der Fluss stieg \u00fcber Nacht, die Br\u00fccke war gesperrt.",
                    "\u00bfD\u00f3nde puedo donar sangre ma\u00f1ana por la ma\u00f1ana?",
                    "\u041d\u043e\u0447\u044c\u044e \u0440\u0435\u043a\u0430"
                            + " \u0432\u044b\u0448\u043b\u0430 \u0438\u0437"
                            + " \u0431\u0435\u0440\u0435\u0433\u043e\u0432.",
                    "\u0627\u0631\u062a\u0641\u0639 \u0645\u0646\u0633\u0648\u0628"
                            + " \u0627\u0644\u0646\u0647\u0631 \u0644\u064a\u0644\u0627.",
                    "\u6cb3\u6c34\u4e00\u591c\u4e4b\u95f4\u4e0a\u6da8\u4e86\u3002",
                    "\u591c\u306e\u9593\u306b\u5ddd\u304c\u5897\u6c34\u3057\u307e\u3057\u305f\u3002",
                    "help \ud83d\ude4f\ud83c\udffd the dogs"
                        + " \ud83d\udc36\ud83d\udc15\u200d\ud83e\uddba and the cats \ud83d\udc31",
                    "line one\nline two\ttabbed   and    spaced",
                    LONG_SENTENCE.repeat(MEDIUM_REPEATS),
                    everLonger());

    /** For models that read the two sides of a search differently. */
    static final List<String> QUERIES = List.of("hello world", "is the bridge open again?");

    private GoldenTexts() {}

    /**
     * Overflows every window in use. Its last half is about another subject than the rest, wherever
     * it is cut: a window of half the size gives another vector, which one sentence repeated would
     * not.
     */
    private static String everLonger() {
        StringBuilder text = new StringBuilder(SUBJECTS.get(0));
        for (int i = 1; i < SUBJECTS.size(); i++) {
            text.append(SUBJECTS.get(i).repeat(1 << (i - 1)));
        }
        return text.toString();
    }
}
