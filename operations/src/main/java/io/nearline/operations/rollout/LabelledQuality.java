package io.nearline.operations.rollout;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.vector.Cosine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/** How well a model's cosines follow people's judgement. */
final class LabelledQuality {

    private LabelledQuality() {}

    /**
     * @param candidate Spearman's rho of the model that is checked
     * @param baseline that of the model it is compared with, if there is one
     */
    static CheckResult judge(
            LabelledSet set, double candidate, Optional<Double> baseline, double tolerance) {
        String on =
                String.format(Locale.ROOT, "on %,d pairs of %s", set.pairs().size(), set.name());
        if (baseline.isEmpty()) {
            return new CheckResult(
                    Check.QUALITY,
                    CheckResult.Outcome.SKIPPED,
                    candidate,
                    "",
                    "Spearman's rho " + on + "; there is no active model to compare with",
                    "");
        }
        return CheckResult.atLeast(
                Check.QUALITY,
                candidate,
                baseline.get() - tolerance,
                "Spearman's rho %s; the active model has %s"
                        .formatted(on, CheckResult.number(baseline.get())),
                "it is worse than what you have: keep the active model");
    }

    /**
     * Spearman's rho between the model's cosines and the scores; NaN if all are equal.
     *
     * @param progress told how many sentences are embedded, from any thread
     * @throws io.nearline.embedding.EmbeddingException if a sentence cannot be embedded
     */
    static double of(Embedder model, LabelledSet set, LongConsumer progress) {
        AtomicLong embedded = new AtomicLong();
        Runnable count = () -> progress.accept(embedded.incrementAndGet());
        List<CompletableFuture<Embedding>> asked = new ArrayList<>();
        for (LabelledPair pair : set.pairs()) {
            asked.add(ask(model, pair.first(), count));
            asked.add(ask(model, pair.second(), count));
        }
        double[] cosines = new double[set.pairs().size()];
        double[] scores = new double[cosines.length];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = Cosine.between(vector(asked.get(2 * i)), vector(asked.get(2 * i + 1)));
            scores[i] = set.pairs().get(i).score();
        }
        return new SpearmansCorrelation().correlation(cosines, scores);
    }

    private static CompletableFuture<Embedding> ask(
            Embedder model, String sentence, Runnable whenDone) {
        return model.embed(EmbeddableText.passage(sentence))
                .whenComplete((embedding, failure) -> whenDone.run());
    }

    private static float[] vector(CompletableFuture<Embedding> asked) {
        return asked.join().vector();
    }
}
