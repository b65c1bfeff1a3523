package io.nearline.operators.embed;

import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.deadletter.Failure;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.util.function.Predicate;

/** What the embed stage makes of a post, without the stage. */
public final class Embeddings {

    private Embeddings() {}

    /** Fake vectors; a poisoned text fails for good, and the given tasks fail this time. */
    public static EmbeddingOutcome outcomeOf(AdmittedPost admitted, Predicate<ModelTask> failing) {
        return new EmbeddingOutcome(
                admitted.post().version(),
                admitted.post().contentHash(),
                admitted.post().cut(),
                admitted.tasks().stream()
                        .map(task -> outcomeOf(task, admitted.post().text(), failing))
                        .toList(),
                admitted.supersedes());
    }

    private static ModelOutcome outcomeOf(
            ModelTask task, String text, Predicate<ModelTask> failing) {
        if (task.action() != Action.EMBED) {
            return ModelOutcome.passed(task);
        }
        if (text.contains(FakeEmbedder.POISON)) {
            return ModelOutcome.failed(task, new Failure("Poison", "told to fail", false));
        }
        if (failing.test(task)) {
            return ModelOutcome.failed(task, new Failure("Weather", "told to fail once", true));
        }
        float[] vector = FakeVectors.of(text, FakeEmbedder.DIMENSIONS);
        return new ModelOutcome(task, vector, 3, false, 1, null);
    }
}
