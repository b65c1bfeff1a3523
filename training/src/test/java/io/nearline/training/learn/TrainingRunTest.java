package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.training.TinyBase;
import io.nearline.training.evaluate.TaskSet;
import io.nearline.training.learn.Outcome.End;
import io.nearline.training.model.FrozenOutputs;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    private static final String SCHEDULE = "{steps: 40, batch: 12, rate: 5e-3, checkpoint: 7}";
    private static final String SCORES = "{every: 10}";

    @TempDir private static Path folder;
    @TempDir private Path directory;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
    }

    @Test
    void keepsTheWeightsWithTheBestScores() throws Exception {
        Heard heard = new Heard();
        Outcome outcome = run(SCHEDULE, SCORES, heard);
        assertThat(heard.scores.stream().map(DevScores::step)).containsExactly(0, 10, 20, 30, 40);
        assertThat(outcome.end()).isEqualTo(End.SCHEDULE);
        assertThat(outcome.kept()).hasValue(heard.best().step());
        assertThat(heard.best().gains().values()).allMatch(gain -> gain > 0.02);
        assertThat(keptScores(SCHEDULE, SCORES)).isEqualTo(heard.best().scores());
    }

    @Test
    void whatIsKeptIsTheMeanThatWasScored() throws Exception {
        Heard heard = new Heard();
        String half = "{every: 10, average: 0.5}";
        run(SCHEDULE, half, heard);
        assertThat(keptScores(SCHEDULE, half)).isEqualTo(heard.best().scores());
    }

    @Test
    void aRunOfTheBaseAloneKeepsTheBase() throws Exception {
        Heard heard = new Heard();
        run(SCHEDULE, "{every: 10, average: 1}", heard);
        assertThat(heard.scores)
                .allSatisfy(one -> assertThat(one.gains().values()).allMatch(gain -> gain == 0.0));
    }

    @Test
    void averagingDoesNotDisturbWhatIsLearned() throws Exception {
        Heard scored = new Heard();
        run(SCHEDULE, "{every: 3, average: 0.7}", scored);
        Heard seldom = new Heard();
        directory = Files.createDirectory(directory.resolve("other"));
        run(SCHEDULE, "{every: 40}", seldom);
        assertThat(scored.losses).isEqualTo(seldom.losses);
    }

    @Test
    void endsWhenNoBetterScoresCome() throws Exception {
        Heard heard = new Heard();
        // Nothing is learned at such a rate, so the first scoring stays the best.
        Outcome outcome =
                run("{steps: 40, batch: 12, rate: 1e-30}", "{every: 5, patience: 2}", heard);
        assertThat(outcome.end()).isEqualTo(End.PATIENCE);
        assertThat(outcome.steps()).isEqualTo(15);
        assertThat(outcome.kept()).hasValue(5);
    }

    @Test
    void whoeverStopsKeepsTheBestAndMayGoOn() throws Exception {
        Heard whole = new Heard();
        run(SCHEDULE, SCORES, whole);
        directory = Files.createDirectory(directory.resolve("stopped"));
        Heard first = new Heard();
        try (Preparation prepared = prepare(SCHEDULE, SCORES)) {
            TrainingRun run = TrainingRun.open(prepared, directory);
            first.before = step -> stopAt(run, step, 23);
            Outcome outcome = run.finish(first);
            assertThat(outcome.end()).isEqualTo(End.STOPPED);
            assertThat(outcome.steps()).isEqualTo(23);
            assertThat(outcome.kept()).hasValue(first.best().step());
            assertThat(run.takeKept()).isEqualTo(first.best().step());
        }
        Heard second = new Heard();
        run(SCHEDULE, SCORES, second);
        first.losses.addAll(second.losses);
        assertThat(first.losses).isEqualTo(whole.losses);
    }

    @Test
    void goesOnWithTheRecordsThatStandBesideTheNextStep() throws Exception {
        Path plan = TinyBase.scoredPlan(folder, SCHEDULE, SCORES);
        String held = "  held: {file: posts.jsonl, text: body, loss: mse, beside: 5}\nzeroshot:";
        Files.writeString(plan, Files.readString(plan).replace("zeroshot:", held));
        requireTheSameLossesAfterAStop(plan, 2 * 40);
    }

    @Test
    void goesOnWithATower() throws Exception {
        Path plan = TinyBase.scoredPlan(folder, SCHEDULE, SCORES);
        String tower = "towers: {query: {layers: 1}}\ntasks:";
        Files.writeString(plan, Files.readString(plan).replace("tasks:", tower));
        requireTheSameLossesAfterAStop(plan, 40);
    }

    @Test
    void goesOnWithTheHardNegativesOfTheBase() throws Exception {
        Path plan = TinyBase.scoredPlan(folder, SCHEDULE, SCORES);
        String hard = "passage: body\n    negatives: 2";
        Files.writeString(plan, Files.readString(plan).replace("passage: body", hard));
        requireTheSameLossesAfterAStop(plan, 40);
    }

    private void requireTheSameLossesAfterAStop(Path file, int losses) throws Exception {
        Heard whole = new Heard();
        TrainingPlan plan = PlanFile.read(file);
        try (Preparation prepared = Preparation.of(plan, 1)) {
            TrainingRun.open(prepared, directory).finish(whole);
        }
        directory = Files.createDirectory(directory.resolve("stopped"));
        Heard parts = new Heard();
        try (Preparation prepared = Preparation.of(plan, 1)) {
            TrainingRun run = TrainingRun.open(prepared, directory);
            parts.before = step -> stopAt(run, step, 23);
            run.finish(parts);
        }
        try (Preparation prepared = Preparation.of(plan, 1)) {
            TrainingRun.open(prepared, directory).finish(parts);
        }
        assertThat(parts.losses).hasSize(losses).isEqualTo(whole.losses);
    }

    /** As runs of one command share them. */
    @Test
    void whatIsSharedByRunsKeepsNothingOfTablesThatLearn() throws Exception {
        Heard alone = new Heard();
        run(SCHEDULE, SCORES, alone);
        directory = Files.createDirectory(directory.resolve("sharing"));
        Heard sharing = new Heard();
        try (Preparation prepared = prepare(SCHEDULE, SCORES);
                FrozenOutputs shared = prepared.openFrozenOutputs(directory)) {
            prepared.keepFrozenOutputs(shared);
            TrainingRun.open(prepared, directory).finish(sharing);
        }
        assertThat(sharing.losses).isEqualTo(alone.losses);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskEndsARunThatGoesOnOnceThereIsRoom() throws Exception {
        Heard whole = new Heard();
        run(SCHEDULE, SCORES, whole);
        directory = Files.createDirectory(directory.resolve("full"));
        Heard first = new Heard();
        first.before = step -> fillDiskAt(step, 10);
        assertThatThrownBy(() -> run(SCHEDULE, SCORES, first))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        directory.resolve("checkpoint")
                                + " cannot be written at step 14: No space left on device. The"
                                + " checkpoint of step 10 stays; make room and give the same"
                                + " command again");
        assertThat(directory.resolve("checkpoint.part")).doesNotExist();
        Heard second = new Heard();
        run(SCHEDULE, SCORES, second);
        List<Double> losses = new ArrayList<>(first.losses.subList(0, 10));
        losses.addAll(second.losses);
        assertThat(losses).isEqualTo(whole.losses);
    }

    /** From the checkpoint after that step on. */
    private void fillDiskAt(int step, int full) {
        try {
            if (step > full) {
                Path part = directory.resolve("checkpoint.part");
                Files.deleteIfExists(part);
                Files.createSymbolicLink(part, Path.of("/dev/full"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoeverStopsBeforeTheFirstScoringKeepsNothing() throws Exception {
        try (Preparation prepared = prepare(SCHEDULE, SCORES)) {
            TrainingRun run = TrainingRun.open(prepared, directory);
            Heard heard = new Heard();
            heard.before = step -> stopAt(run, step, 4);
            assertThat(run.finish(heard).kept()).isEqualTo(Optional.empty());
            assertThatThrownBy(run::takeKept)
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("step 4 of 40 and has nothing to keep yet");
        }
    }

    /** Killed after the scores were written and before the checkpoint of the same step was. */
    @Test
    void theBestSurvivesACrash() throws Exception {
        Heard whole = new Heard();
        Outcome expected = run(SCHEDULE, SCORES, whole);
        Map<String, Double> kept = keptScores(SCHEDULE, SCORES);
        for (int crash : List.of(20, 30, 33)) {
            directory = Files.createDirectory(folder.resolve("crash" + crash));
            Heard heard = new Heard();
            heard.crash = crash;
            assertThatThrownBy(() -> run(SCHEDULE, SCORES, heard))
                    .isInstanceOf(UncheckedIOException.class);
            Heard resumed = new Heard();
            assertThat(run(SCHEDULE, SCORES, resumed)).isEqualTo(expected);
            assertThat(keptScores(SCHEDULE, SCORES)).isEqualTo(kept);
            assertThat(resumed.scores.get(resumed.scores.size() - 1))
                    .isEqualTo(whole.scores.get(whole.scores.size() - 1));
        }
    }

    @Test
    void withoutHeldOutPartsTheLastWeightsAreKept() throws Exception {
        Path plan = TinyBase.plan(folder, "true", "steps: 20", "batch: 12", "rate: 5e-3");
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            Outcome outcome = TrainingRun.open(prepared, directory).finish(new Heard());
            assertThat(outcome.kept()).hasValue(20);
        }
    }

    @Test
    void theWorstTaskDecidesWhileItIsBelowTheBase() {
        Gain harms = Gain.of(List.of(0.2, -0.01), 0.001);
        Gain harmsLess = Gain.of(List.of(0.01, -0.005), 0.001);
        Gain harmsNone = Gain.of(List.of(0.001, 0.002), 0.001);
        Gain better = Gain.of(List.of(-0.0005, 0.1), 0.001);
        assertThat(List.of(better, harms, harmsNone, harmsLess).stream().sorted())
                .containsExactly(harms, harmsLess, harmsNone, better);
    }

    private static void stopAt(TrainingRun run, int step, int at) {
        if (step == at) {
            run.stop();
        }
    }

    private Outcome run(String schedule, String scores, Heard heard) throws IOException {
        try (Preparation prepared = prepare(schedule, scores)) {
            return TrainingRun.open(prepared, directory).finish(heard);
        }
    }

    private static Preparation prepare(String schedule, String scores) throws IOException {
        return Preparation.of(PlanFile.read(TinyBase.scoredPlan(folder, schedule, scores)), 1);
    }

    /** Of the weights that the run keeps, scored anew. */
    private Map<String, Double> keptScores(String schedule, String scores) throws IOException {
        try (Preparation prepared = prepare(schedule, scores)) {
            TrainingRun.open(prepared, directory).takeKept();
            Map<String, Double> all = new LinkedHashMap<>();
            for (TaskSet part : prepared.data().dev()) {
                all.put(part.task(), prepared.score(part.set(), 64).value());
            }
            return all;
        }
    }

    private static final class Heard implements RunListener {
        private final List<Double> losses = new ArrayList<>();
        private final List<DevScores> scores = new ArrayList<>();
        private IntConsumer before = step -> {};
        private int crash = -1;

        @Override
        public void learned(Step step) {
            step.losses().forEach(of -> losses.add(of.loss()));
            before.accept(step.number());
            crashAt(step.number(), step.number() % 10 != 0);
        }

        @Override
        public void scored(DevScores found) {
            scores.add(found);
            crashAt(found.step(), true);
        }

        private void crashAt(int step, boolean here) {
            if (here && step == crash) {
                throw new UncheckedIOException(new IOException("killed"));
            }
        }

        DevScores best() {
            return scores.stream()
                    .filter(DevScores::isBest)
                    .reduce((one, next) -> next)
                    .orElseThrow();
        }
    }
}
