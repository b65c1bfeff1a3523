package io.nearline.bench.soak;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.measure.ResidentMemory;
import java.io.PrintStream;
import java.util.Locale;

/** Resident memory over the texts that have gone through. */
final class MemoryCourse {
    private static final int EVERY = 10_000;
    private static final double MEGABYTE = 1 << 20;

    private final ObjectNode json = new JsonMapper().createObjectNode();
    private final ArrayNode points = json.putArray("resident_mb");
    private final int baseline;
    private final PrintStream out;
    private final long started = System.nanoTime();
    private long texts;
    private long tokens;
    private double baseMegabytes;
    private double endMegabytes;

    /**
     * @param baseline texts after which memory is taken as the base
     * @param out told of the progress
     */
    MemoryCourse(int baseline, PrintStream out) {
        this.baseline = baseline;
        this.out = out;
    }

    /** One more text has its vector. */
    void passed(int itsTokens) {
        texts++;
        tokens += itsTokens;
        if (texts == baseline) {
            baseMegabytes = megabytes();
        }
        if (texts % EVERY == 0) {
            point();
        }
    }

    /** All texts have theirs. */
    void end() {
        endMegabytes = megabytes();
    }

    /** How much more memory is held at the end than at the base. */
    double growthPercent() {
        return 100 * (endMegabytes - baseMegabytes) / baseMegabytes;
    }

    String verdict(double bar) {
        return String.format(
                Locale.ROOT,
                "resident memory: %.1f MB after %d texts, %.1f MB after %d: %+.1f %% (bar: %.1f"
                        + " %%)",
                baseMegabytes,
                baseline,
                endMegabytes,
                texts,
                growthPercent(),
                bar);
    }

    void printJson(PrintStream to) {
        json.put("texts", texts)
                .put("tokens", tokens)
                .put("baseline_texts", baseline)
                .put("baseline_mb", baseMegabytes)
                .put("end_mb", endMegabytes)
                .put("growth_percent", growthPercent());
        to.println(json);
    }

    private void point() {
        double megabytes = megabytes();
        points.addObject().put("texts", texts).put("mb", megabytes);
        out.printf(
                Locale.ROOT,
                "%d texts, %.0f/s, %.1f tokens on average, resident %.1f MB%n",
                texts,
                texts / ((System.nanoTime() - started) / 1e9),
                (double) tokens / texts,
                megabytes);
    }

    private static double megabytes() {
        return ResidentMemory.bytes() / MEGABYTE;
    }
}
