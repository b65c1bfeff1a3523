package io.nearline.training.learn;

import io.nearline.training.data.TaskData;
import io.nearline.training.model.Encoder;
import io.nearline.training.model.Encoders;
import io.nearline.training.model.InputText;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For each record of a task, the other records whose right texts the base takes for the best
 * answers to its left one and that are not known to be any: all right texts are compared. One that
 * is nearly as near as the record's own right text, or nearer, may be an answer that nobody
 * labelled, and is left out (Moreira et al. 2024, "NV-Retriever", positive-aware mining). A
 * labelled record has no text of its own to compare with; there the label decides alone.
 */
final class HardNegatives {
    /** Records that are found for each. */
    static final int NEAREST = 20;

    /** Share of the cosine with a record's own right text that a negative's must be below. */
    private static final float BELOW = 0.95f;

    /** Left texts that are compared with all right ones at once. */
    static final int AT_ONCE = 256;

    private final TaskData task;
    private final List<int[]> found = new ArrayList<>();

    private HardNegatives(TaskData task) {
        this.task = task;
    }

    /**
     * Looks for those of each task that wants some and is learned from.
     *
     * @param prepared whose tasks are told before their batches are learned from
     */
    static void mine(Preparation prepared) {
        List<TaskData> wanting =
                prepared.tasks().stream()
                        .filter(task -> task.negatives() > 0)
                        .filter(task -> prepared.plan().drawn().contains(task.name()))
                        .toList();
        if (wanting.isEmpty()) {
            return;
        }
        // One that keeps nothing of frozen layers: most of these texts are in no batch.
        try (Encoder base = prepared.base().wholeEncoder(prepared.scope())) {
            for (TaskData task : wanting) {
                List<float[]> right = vectors(prepared, base, task.right());
                List<float[]> left =
                        task.isLabelled() ? right : vectors(prepared, base, task.left());
                task.setNearest(of(prepared.scope(), task, left, right));
            }
        }
    }

    private static List<float[]> vectors(Preparation prepared, Encoder base, List<int[]> texts) {
        int window = prepared.base().manifest().maxTokens();
        return ByLength.vectors(
                texts.stream()
                        .map(text -> prepared.base().inBase(text))
                        .map(text -> InputText.post(TaskData.cut(text, window)))
                        .toList(),
                Encoders.of(base)::vectors);
    }

    /**
     * Compares all texts of a task.
     *
     * @param scope in which room is taken for the time being
     * @param left vectors of length 1 of the left texts
     * @param right the same of the right ones
     * @return for each record up to {@link #NEAREST} others, the nearest first
     */
    static List<int[]> of(Scope scope, TaskData task, List<float[]> left, List<float[]> right) {
        HardNegatives search = new HardNegatives(task);
        try (Scope whole = scope.child()) {
            Tensor columns = rows(whole, right).transposed(1, 0);
            for (int from = 0; from < left.size(); from += AT_ONCE) {
                try (Scope step = whole.child()) {
                    List<float[]> some = left.subList(from, Math.min(left.size(), from + AT_ONCE));
                    float[] cosines = rows(step, some).product(columns).toFloats();
                    for (int i = 0; i < some.size(); i++) {
                        search.add(cosines, i * right.size(), right.size());
                    }
                }
            }
        }
        return search.found;
    }

    /** Of the next record, whose cosines with all right texts begin at a place. */
    private void add(float[] cosines, int from, int count) {
        int record = found.size();
        float own = cosines[from + record];
        float bound = task.isLabelled() ? Float.POSITIVE_INFINITY : BELOW * own;
        int[] best = new int[NEAREST];
        int size = 0;
        for (int other = 0; other < count; other++) {
            float cosine = cosines[from + other];
            boolean isFarther = size == NEAREST && cosine <= cosines[from + best[NEAREST - 1]];
            if (isFarther || cosine >= bound || task.mayAnswer(other, record)) {
                continue;
            }
            if (isAmong(best, size, other)) {
                continue;
            }
            int place = size == NEAREST ? NEAREST - 1 : size++;
            while (place > 0 && cosines[from + best[place - 1]] < cosine) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = other;
        }
        found.add(Arrays.copyOf(best, size));
    }

    /** Whether a record's right text is there already. */
    private boolean isAmong(int[] records, int count, int other) {
        for (int i = 0; i < count; i++) {
            if (task.haveSameRight(records[i], other)) {
                return true;
            }
        }
        return false;
    }

    private static Tensor rows(Scope scope, List<float[]> vectors) {
        int width = vectors.get(0).length;
        float[] all = new float[vectors.size() * width];
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i), 0, all, i * width, width);
        }
        return scope.floats(all, vectors.size(), width);
    }
}
