package io.nearline.training.data;

import io.nearline.embedding.EmbeddableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts the texts of a task, and counts. */
final class TaskTexts {
    private static final int SAMPLED = 500;

    private final TaskData.Tokens how;
    private final List<EmbeddableText> sample = new ArrayList<>();
    private int count;
    private int cut;
    private long tokens;
    private long baseTokens;
    private long unknown;

    TaskTexts(TaskData.Tokens how) {
        this.how = how;
    }

    int[] add(EmbeddableText text) {
        if (sample.size() < SAMPLED) {
            sample.add(text);
        }
        int[] whole = how.ids().apply(text);
        int[] ids = TaskData.cut(whole, how.longest());
        cut += ids.length < whole.length ? 1 : 0;
        count++;
        tokens += ids.length;
        baseTokens += Math.min(how.longest(), how.base().apply(text).length);
        unknown += Arrays.stream(ids).filter(id -> id == how.unknown()).count();
        return ids;
    }

    /** Its ids where it would enter as a post: no prefix tells it from an equal one. */
    int[] asPost(EmbeddableText text) {
        int[] ids = how.ids().apply(EmbeddableText.passage(text.text()));
        return TaskData.cut(ids, how.longest());
    }

    /** Some of them, the first ones. */
    List<EmbeddableText> sample() {
        return sample;
    }

    /**
     * What was found, now that all are read.
     *
     * @param used records that pairs are drawn from
     */
    TaskData.Summary summary(TaskData.Origin from, int used, int labels) {
        int all = Math.max(1, count);
        return new TaskData.Summary(
                from.records(),
                used,
                from.copies(),
                from.examples().size() - used,
                from.keptOut(),
                labels,
                (double) tokens / all,
                (double) baseTokens / all,
                (double) cut / all,
                (double) unknown / Math.max(1, tokens));
    }
}
