package io.nearline.training.learn;

import io.nearline.training.data.TaskData;
import io.nearline.training.plan.Schedule;
import io.nearline.training.tensor.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run takes beside the weights that are loaded, in bytes; an estimate.
 *
 * @param optimiser gradients, and the two moments of each weight that learns
 * @param activations what a backward pass reads of its forward pass
 * @param base a copy of the base, for its vectors: losses may want them, and a student is compared
 *     with them
 * @param heap copies of weights that are averaged and written, and the base's vectors; or what hard
 *     negatives are found with, where that is more
 */
public record MemoryNeed(long optimiser, long activations, long base, long heap) {
    private static final int TEXTS_OF_A_PAIR = 2;

    /** Of a plan that is prepared. */
    public static MemoryNeed of(Preparation prepared) {
        Schedule schedule = prepared.plan().schedule();
        List<Parameter> learning = prepared.encoders().learning();
        int longest = prepared.longest();
        double mean =
                prepared.tasks().stream()
                        .mapToDouble(task -> task.summary().tokens())
                        .max()
                        .orElse(longest);
        int negatives = prepared.tasks().stream().mapToInt(TaskData::negatives).max().orElse(0);
        long tokens =
                (long)
                        Math.min(
                                BatchGradients.tokensAtOnce(prepared),
                                schedule.batch() * (TEXTS_OF_A_PAIR + negatives) * mean);
        long learned = bytes(learning);
        long all = bytes(prepared.encoders().parameters());
        boolean needsBase = BatchLoss.needsBase(prepared.plan());
        boolean opensBase = needsBase || prepared.base().hasStudent();
        long largest = learning.stream().mapToLong(Parameter::size).max().orElse(0) * Float.BYTES;
        return new MemoryNeed(
                // The gradient of a table is made whole and then added; its square is summed.
                3 * learned + 2 * largest,
                tokens * prepared.encoders().bytesAToken((int) Math.min(longest, 2 * mean)),
                opensBase ? prepared.baseNumbers() * Float.BYTES : 0,
                Math.max(
                        mined(prepared),
                        learned
                                + Math.max(3 * learned, 2 * all)
                                + (needsBase ? baseVectors(prepared) : 0)));
    }

    /**
     * Of the task whose hard negatives take most: its vectors, one by one and as a matrix, and a
     * block of cosines.
     */
    private static long mined(Preparation prepared) {
        long texts =
                prepared.tasks().stream()
                        .filter(task -> task.negatives() > 0)
                        .mapToLong(task -> task.summary().used())
                        .max()
                        .orElse(0);
        long numbers = 2L * TEXTS_OF_A_PAIR * prepared.encoder().dimensions();
        return texts * (numbers + HardNegatives.AT_ONCE) * Float.BYTES;
    }

    private static long baseVectors(Preparation prepared) {
        long texts =
                prepared.tasks().stream()
                        .map(TaskData::summary)
                        .mapToLong(task -> (long) task.used() * TEXTS_OF_A_PAIR)
                        .sum();
        return Math.min(
                BaseVectors.MOST_BYTES, texts * prepared.encoder().dimensions() * Float.BYTES);
    }

    private static long bytes(List<Parameter> parameters) {
        return parameters.stream().mapToLong(Parameter::size).sum() * Float.BYTES;
    }

    long all() {
        return optimiser + activations + base + heap;
    }

    /** Why there is too little of it and what to do, if there is. */
    public Optional<String> lacking(MemoryRoom room) {
        if (heap > room.heap()) {
            return Optional.of(
                    "training needs about %s more of the JVM's heap, and %s of %s are free: give more, NEARLINE_JAVA_OPTS=-Xmx%dm, or lower learn.layers, or leave negatives out"
                            .formatted(
                                    text(heap),
                                    text(room.heap()),
                                    text(room.largestHeap()),
                                    (room.largestHeap() - room.heap() + 2 * heap) >> 20));
        }
        if (all() > room.process()) {
            return Optional.of(
                    "training needs about %s more memory, %s, and %s are free: lower %s, or end other programs"
                            .formatted(text(all()), parts(), text(room.process()), remedy()));
        }
        return Optional.empty();
    }

    private String remedy() {
        if (activations > optimiser + base) {
            return "schedule.batch, schedule.tokens or learn.layers";
        }
        return base > optimiser
                ? "learn.layers, or leave out what needs the base's vectors (anchor, loss: mse,"
                        + " student)"
                : "learn.layers, or set learn.embeddings to false";
    }

    /** For people. */
    public String text() {
        return "%s more: %s".formatted(text(all()), parts());
    }

    private String parts() {
        return "gradients and moments %s, activations %s, the base's copy %s, heap %s"
                .formatted(text(optimiser), text(activations), text(base), text(heap));
    }

    /** A size for people. */
    public static String text(long bytes) {
        return bytes < 1L << 30
                ? "%d MB".formatted(bytes >> 20)
                : String.format(Locale.ROOT, "%.1f GB", (double) bytes / (1L << 30));
    }
}
