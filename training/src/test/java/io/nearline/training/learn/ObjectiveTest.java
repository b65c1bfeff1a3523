package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Cosine;
import io.nearline.training.TinyBase;
import io.nearline.training.data.Batches;
import io.nearline.training.learn.Step.TaskLoss;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learning does to vectors, by what the plan asks for. */
class ObjectiveTest {
    private static final String POSTS = "{file: posts.jsonl, text: body, label: about}";
    private static final String SCORED =
            "{file: scored.jsonl, first: one, second: other, score: close}";

    /** Of the schedule of {@link TinyBase}. */
    private static final double RATE = 5e-3;

    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
    }

    @Test
    void everyLossIsLowered() throws Exception {
        for (String task : List.of(POSTS, SCORED, SCORED.replace("}", ", loss: bce}"))) {
            try (Run run = new Run(task)) {
                double first = run.meanLoss(8);
                run.meanLoss(24);
                assertThat(run.meanLoss(8)).as(task).isLessThan(0.97 * first);
            }
        }
    }

    /** From weights that another task has moved. */
    @Test
    void distillationLeadsBackToTheBase() throws Exception {
        try (Run moved = new Run(POSTS);
                Run back = new Run("{file: posts.jsonl, text: body}")) {
            moved.meanLoss(20);
            for (int i = 0; i < back.prepared.encoder().parameters().size(); i++) {
                back.prepared
                        .encoder()
                        .parameters()
                        .get(i)
                        .set(moved.prepared.encoder().parameters().get(i).values());
            }
            double before = back.nearnessToBase();
            back.meanLoss(30);
            assertThat(1 - back.nearnessToBase()).isLessThan(0.3 * (1 - before));
        }
    }

    @Test
    void anAnchorHoldsVectorsNearTheBase() throws Exception {
        try (Run free = new Run(POSTS);
                Run held = new Run(POSTS, "anchor: 3")) {
            free.meanLoss(30);
            held.meanLoss(30);
            assertThat(1 - held.nearnessToBase()).isLessThan(0.5 * (1 - free.nearnessToBase()));
        }
    }

    /** Of a task, in place of the plan's. */
    @Test
    void anAnchorOfATaskHoldsItsOwnTexts() throws Exception {
        String loose = POSTS.replace("}", ", anchor: 0}");
        try (Run plain = new Run(POSTS);
                Run free = new Run(loose, "anchor: 3");
                Run held = new Run(POSTS.replace("}", ", anchor: 3}"), "anchor: 0.01")) {
            plain.meanLoss(30);
            free.meanLoss(30);
            held.meanLoss(30);
            assertThat(free.nearnessToBase()).isEqualTo(plain.nearnessToBase());
            assertThat(1 - held.nearnessToBase()).isLessThan(0.5 * (1 - free.nearnessToBase()));
        }
    }

    @Test
    void whatStandsBesideOtherTasksHoldsThemBack() throws Exception {
        try (Run free = new Run(POSTS);
                Run held = new Run(POSTS + beside(3))) {
            free.meanLoss(30);
            held.meanLoss(30);
            assertThat(1 - held.nearnessToBase()).isLessThan(0.5 * (1 - free.nearnessToBase()));
        }
    }

    @Test
    void aStepTellsTheLossOfWhatStandsBesideWithoutItsWeight() throws Exception {
        try (Run light = new Run(POSTS + beside(0.001));
                Run heavy = new Run(POSTS + beside(1000))) {
            Step one = light.trainer.next();
            Step other = heavy.trainer.next();
            assertThat(one.losses()).extracting(TaskLoss::task).containsExactly("any", "held");
            // Before the first step the texts are where the base has them.
            assertThat(one.losses().get(1).loss()).isCloseTo(0, within(1e-6));
            assertThat(other.losses().get(0)).isEqualTo(one.losses().get(0));
            light.meanLoss(20);
            double far = light.trainer.next().losses().get(1).loss();
            heavy.meanLoss(20);
            double near = heavy.trainer.next().losses().get(1).loss();
            assertThat(far).isBetween(10 * near, 2.0);
        }
    }

    private static String beside(double weight) {
        return "\n  held: {file: posts.jsonl, text: body, loss: mse, beside: 8, weight: %s}"
                .formatted(weight);
    }

    @Test
    void aPrefixLearnsWhatItsWeightSays() throws Exception {
        try (Run whole = new Run(POSTS);
                Run short2 = new Run(POSTS, "matryoshka: {sizes: [8, 2]}")) {
            whole.meanLoss(40);
            short2.meanLoss(40);
            assertThat(gap(short2, 2)).isGreaterThan(gap(whole, 2));
        }
    }

    /** The encoder's weights at the schedule's. */
    @Test
    void aHeadLearnsAtARateOfItsOwn() throws Exception {
        try (Run plain = new Run(POSTS, "head: {size: 8}");
                Run faster = new Run(POSTS, "head: {size: 8, rate: %s}".formatted(10 * RATE))) {
            List<Double> slow = plain.wayOfEachWeightInAStep();
            List<Double> fast = faster.wayOfEachWeightInAStep();
            int last = slow.size() - 1;
            assertThat(fast.subList(0, last)).isEqualTo(slow.subList(0, last));
            assertThat(fast.get(last) / slow.get(last)).isCloseTo(10, within(1e-2));
        }
    }

    @Test
    void refusesLayersThatTheBaseHasNot() {
        assertThatThrownBy(() -> new Run(POSTS, "student: {layers: [1, 2]}"))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("student.layers has 2, and")
                .hasMessageContaining("has 1 layers");
    }

    @Test
    void refusesAHeadOfMoreNumbersThanTheVector() {
        assertThatThrownBy(() -> new Run(POSTS, "head: {size: 9}"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("head.size is 9, and vectors of")
                .hasMessageContaining("have 8 numbers");
    }

    @Test
    void refusesPrefixesLongerThanTheVector() {
        assertThatThrownBy(() -> new Run(POSTS, "matryoshka: {sizes: [8, 9]}"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("matryoshka.sizes has 9, and vectors of")
                .hasMessageContaining("have 8 numbers");
    }

    /** How much nearer partners are than others, by the first numbers of their vectors. */
    private static double gap(Run run, int size) {
        var batch = new Batches(run.prepared.tasks(), 40, 99).next();
        List<float[]> left = run.prepared.encoder().vectors(batch.left());
        List<float[]> right = run.prepared.encoder().vectors(batch.right());
        double partners = 0;
        double others = 0;
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            for (int j = 0; j < batch.size(); j++) {
                double cosine =
                        Cosine.between(
                                Arrays.copyOf(left.get(i), size),
                                Arrays.copyOf(right.get(j), size));
                if (i == j) {
                    partners += cosine / batch.size();
                } else if (!batch.isKnownPositive(i, j)) {
                    others += cosine;
                    count++;
                }
            }
        }
        return partners - others / count;
    }

    private static final class Run implements AutoCloseable {
        private final Preparation prepared;
        private final Trainer trainer;
        private final List<int[]> texts;
        private final List<float[]> base;

        Run(String task, String... more) throws Exception {
            prepared = Preparation.of(PlanFile.read(TinyBase.plan(folder, task, List.of(more))), 1);
            texts = new Batches(prepared.tasks(), 40, 99).next().left();
            base = prepared.encoder().vectors(texts);
            trainer = Trainer.of(prepared);
        }

        double meanLoss(int steps) {
            double sum = 0;
            for (int i = 0; i < steps; i++) {
                sum += trainer.next().losses().get(0).loss();
            }
            return sum / steps;
        }

        /** How far the first step moves each of what learns, the head last. */
        List<Double> wayOfEachWeightInAStep() {
            List<Parameter> learning = prepared.model().learning();
            List<float[]> before = learning.stream().map(Parameter::values).toList();
            trainer.next();
            List<Double> ways = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                float[] after = learning.get(i).values();
                double squares = 0;
                for (int j = 0; j < after.length; j++) {
                    squares += Math.pow(after[j] - before.get(i)[j], 2);
                }
                ways.add(Math.sqrt(squares));
            }
            return ways;
        }

        /** The mean cosine of texts with their vectors before any step. */
        double nearnessToBase() {
            List<float[]> now = prepared.encoder().vectors(texts);
            double sum = 0;
            for (int i = 0; i < now.size(); i++) {
                sum += Cosine.between(now.get(i), base.get(i));
            }
            return sum / now.size();
        }

        @Override
        public void close() {
            trainer.close();
            prepared.close();
        }
    }
}
