package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Parameter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchGradientsTest {
    private static final String POSTS = "{file: posts.jsonl, text: body, label: about}";

    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
    }

    /** Pieces of a text or two, and the whole of them at once. */
    @Test
    void piecesGiveTheGradientsOfTheWholeBatch() throws Exception {
        for (String more : List.of("anchor: 0.3", "head: {size: 8}")) {
            try (Preparation prepared =
                    Preparation.of(PlanFile.read(TinyBase.plan(folder, POSTS, List.of(more))), 1)) {
                BatchLoss.Prepared batch =
                        prepared.loss().prepare(new Batches(prepared.tasks(), 40, 3).next());
                Map<String, float[]> whole = gradients(prepared, batch, Integer.MAX_VALUE);
                Map<String, float[]> pieces = gradients(prepared, batch, 20);
                whole.forEach((name, gradient) -> requireSame(name, gradient, pieces.get(name)));
            }
        }
    }

    @Test
    void piecesGiveTheGradientsOfTheWholeBatchToATower() throws Exception {
        String pairs = "{file: pairs.jsonl, query: title, passage: body}";
        Path plan = TinyBase.plan(folder, pairs, List.of("towers: {query: {layers: 1}}"));
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            BatchLoss.Prepared batch =
                    prepared.loss().prepare(new Batches(prepared.tasks(), 40, 3).next());
            Map<String, float[]> whole = gradients(prepared, batch, Integer.MAX_VALUE);
            Map<String, float[]> pieces = gradients(prepared, batch, 20);
            assertThat(whole.keySet()).anyMatch(name -> name.startsWith("query:0."));
            whole.forEach((name, gradient) -> requireSame(name, gradient, pieces.get(name)));
        }
    }

    @Test
    void piecesGiveTheGradientsOfABatchWithHardNegatives() throws Exception {
        String posts = POSTS.replace("}", ", negatives: 2}");
        Path plan = TinyBase.plan(folder, posts, List.of("anchor: 0.1"));
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            HardNegatives.mine(prepared);
            Batch drawn = new Batches(prepared.tasks(), 20, 3).next();
            assertThat(drawn.negatives()).hasSize(2 * 20);
            BatchLoss.Prepared batch = prepared.loss().prepare(drawn);
            Map<String, float[]> whole = gradients(prepared, batch, Integer.MAX_VALUE);
            Map<String, float[]> pieces = gradients(prepared, batch, 20);
            whole.forEach((name, gradient) -> requireSame(name, gradient, pieces.get(name)));
        }
    }

    private static void requireSame(String name, float[] one, float[] other) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < one.length; i++) {
            difference += Math.pow(one[i] - other[i], 2);
            length += Math.pow(one[i], 2);
        }
        // A gradient that is nothing but rounding differs by as much.
        assertThat(Math.sqrt(difference))
                .as(name)
                .isLessThan(1e-5 * Math.max(Math.sqrt(length), 1e-2));
    }

    private static Map<String, float[]> gradients(
            Preparation prepared, BatchLoss.Prepared batch, int most) {
        List<Parameter> learning = prepared.model().learning();
        learning.forEach(Parameter::clearGradient);
        new BatchGradients(prepared.scope(), prepared.encoders(), most).add(batch);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        learning.forEach(one -> gradients.put(one.name(), one.gradient()));
        return gradients;
    }
}
