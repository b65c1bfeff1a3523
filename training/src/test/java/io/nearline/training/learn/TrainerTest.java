package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.training.TinyBase;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final String[] SCHEDULE = {"steps: 40", "batch: 12", "rate: 5e-3", "warmup: 4"};

    @TempDir private static Path folder;
    @TempDir private Path directory;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
    }

    @Test
    void lowersTheLossOfEveryTask() throws Exception {
        try (Run run = new Run("false", SCHEDULE)) {
            List<Step> steps = run.steps(40);
            for (String task : List.of("interest", "search")) {
                List<Double> losses =
                        steps.stream()
                                .flatMap(step -> step.losses().stream())
                                .filter(loss -> loss.task().equals(task))
                                .map(Step.TaskLoss::loss)
                                .toList();
                int few = losses.size() / 3;
                assertThat(mean(losses.subList(losses.size() - few, losses.size())))
                        .isLessThan(0.95 * mean(losses.subList(0, few)));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() throws Exception {
        try (Run one = new Run("true", SCHEDULE);
                Run other = new Run("true", SCHEDULE)) {
            assertThat(losses(one.steps(10))).isEqualTo(losses(other.steps(10)));
            Map<String, float[]> same = other.weights();
            one.weights()
                    .forEach(
                            (role, values) ->
                                    assertThat(Arrays.equals(values, same.get(role)))
                                            .as(role)
                                            .isTrue());
        }
    }

    /** With two threads the next step is prepared beside the present one. */
    @Test
    void whatIsPreparedMeanwhileChangesNoLoss() throws Exception {
        Path plan = TinyBase.plan(folder, "false", SCHEDULE);
        Files.writeString(plan, "anchor: 0.3\n" + Files.readString(plan));
        List<Double> alone;
        try (Run run = new Run(plan, 1)) {
            alone = losses(run.steps(10));
        }
        try (Run run = new Run(plan, 2)) {
            List<Double> beside = losses(run.steps(10));
            for (int i = 0; i < alone.size(); i++) {
                assertThat(beside.get(i)).isCloseTo(alone.get(i), within(1e-4));
            }
        }
    }

    /** What is read after it was freed has another content then. */
    @Test
    void garbageCollectionChangesNoLoss() throws Exception {
        List<Double> quiet;
        try (Run run = new Run("true", SCHEDULE)) {
            quiet = losses(run.steps(10));
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread collector =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                System.gc();
                            }
                        });
        collector.start();
        try (Run run = new Run("true", SCHEDULE)) {
            assertThat(losses(run.steps(10))).isEqualTo(quiet);
        } finally {
            done.set(true);
            collector.join();
        }
    }

    @Test
    void whatIsFrozenStays() throws Exception {
        try (Run run = new Run("false", SCHEDULE)) {
            Map<String, float[]> before = run.weights();
            run.steps(5);
            run.weights()
                    .forEach(
                            (role, values) -> {
                                if (Character.isDigit(role.charAt(0))) {
                                    assertThat(values).isNotEqualTo(before.get(role));
                                } else {
                                    assertThat(values).isEqualTo(before.get(role));
                                }
                            });
        }
    }

    @Test
    void aResumedRunGivesTheLossesOfOneThatWentOn() throws Exception {
        Path plan = TinyBase.plan(folder, "true", SCHEDULE);
        requireSameLossesWhenResumed(plan, 1);
        requireSameLossesWhenResumed(plan, 2);
    }

    @Test
    void aResumedRunOfAnAnchoredPlanGivesTheSameLosses() throws Exception {
        Path plan = TinyBase.plan(folder, "false", SCHEDULE);
        Files.writeString(plan, "anchor: 0.3\n" + Files.readString(plan));
        requireSameLossesWhenResumed(plan, 1);
        requireSameLossesWhenResumed(plan, 2);
    }

    private void requireSameLossesWhenResumed(Path plan, int threads) throws Exception {
        List<Double> whole;
        Path file = directory.resolve("checkpoint");
        try (Run run = new Run(plan, threads)) {
            run.steps(7);
            run.trainer.checkpoint("plan").write(file);
            whole = losses(run.steps(8));
        }
        try (Run run = new Run(plan, threads)) {
            run.trainer.restore(Checkpoint.read(file));
            assertThat(run.trainer.steps()).isEqualTo(7);
            assertThat(losses(run.steps(8))).isEqualTo(whole);
        }
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndNamesItsBatch() throws Exception {
        try (Run run = new Run("true", "steps: 40", "rate: 1e30", "warmup: 0")) {
            assertThatThrownBy(() -> run.steps(40))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageMatching(
                            "the (loss|gradient's length) is \\S+ at step \\d+, task"
                                    + " (interest|search), batch of lines [\\d, ]+: lower the"
                                    + " rate, or look at these records");
        }
    }

    @Test
    void aLongGradientIsClipped() throws Exception {
        try (Run free = new Run("true", "steps: 9", "rate: 1e-3", "warmup: 0", "clip: 1e9");
                Run clipped =
                        new Run("true", "steps: 9", "rate: 1e-3", "warmup: 0", "clip: 1e-9")) {
            assertThat(clipped.steps(1).get(0).gradientLength())
                    .isCloseTo(free.steps(1).get(0).gradientLength(), within(1e-6))
                    .isGreaterThan(1e-3);
            // So short a gradient drowns in what AdamW adds to its root.
            assertThat(clipped.moved()).isLessThan(0.5 * free.moved());
        }
    }

    private static List<Double> losses(List<Step> steps) {
        return steps.stream().map(step -> step.losses().get(0).loss()).toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static final class Run implements AutoCloseable {
        private final Preparation prepared;
        private final Trainer trainer;
        private final Map<String, float[]> first;

        Run(String embeddings, String... schedule) throws Exception {
            this(TinyBase.plan(folder, embeddings, schedule), 1);
        }

        Run(Path plan, int threads) throws Exception {
            prepared = Preparation.of(PlanFile.read(plan), threads);
            prepared.keepFrozenOutputs(folder);
            trainer = Trainer.of(prepared);
            first = weights();
        }

        List<Step> steps(int count) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                steps.add(trainer.next());
            }
            return steps;
        }

        Map<String, float[]> weights() {
            Map<String, float[]> weights = new HashMap<>();
            for (Parameter parameter : prepared.encoder().parameters()) {
                weights.put(parameter.name(), parameter.values());
            }
            return weights;
        }

        double moved() {
            double moved = 0;
            for (Map.Entry<String, float[]> now : weights().entrySet()) {
                for (int i = 0; i < now.getValue().length; i++) {
                    double change = now.getValue()[i] - first.get(now.getKey())[i];
                    // One of the tiny model's words has no number.
                    moved += Double.isNaN(change) ? 0 : Math.abs(change);
                }
            }
            return moved;
        }

        @Override
        public void close() {
            trainer.close();
            prepared.close();
        }
    }
}
