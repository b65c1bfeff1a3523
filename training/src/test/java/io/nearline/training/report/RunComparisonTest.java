package io.nearline.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import io.nearline.training.learn.DevScores;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.RunListener;
import io.nearline.training.learn.Step;
import io.nearline.training.learn.TrainingRun;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores that took long are reported, whatever becomes of a cost. */
class RunComparisonTest {
    @TempDir private Path folder;
    private Path run;
    private TrainingPlan plan;

    @BeforeEach
    void train() throws Exception {
        TinyBase.writeTo(folder);
        run = folder.resolve("run");
        plan = PlanFile.read(TinyBase.scoredPlan(folder, "{steps: 2, batch: 12}", "{every: 2}"));
        try (Preparation prepared = Preparation.of(plan, 1)) {
            TrainingRun.open(prepared, run).finish(new Deaf());
        }
    }

    @Test
    void aBaseThatDoesNotServeHereIsReportedWithoutCosts() throws Exception {
        requireScoresAlone("what a text costs", folder.resolve("base/golden.json"));
    }

    @Test
    void aBundleThatCannotBeWrittenIsReportedWithoutCosts() throws Exception {
        requireScoresAlone("gradients of run", folder.resolve("scratch"));
    }

    /** When a moment is told, something is taken away. */
    private void requireScoresAlone(String moment, Path gone) throws Exception {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        List<String> told = new ArrayList<>();
        try (Preparation prepared = Preparation.of(plan, 1)) {
            Report report =
                    new RunComparison(
                                    prepared,
                                    100,
                                    what -> {
                                        told.add(what);
                                        if (what.equals(moment)) {
                                            replaceByAFile(gone);
                                        }
                                    })
                            .alsoCosts(scratch)
                            .of(Map.of("run", run));
            assertThat(report.costs()).isEmpty();
            assertThat(report.sets()).hasSize(3);
            assertThat(told).anyMatch(what -> what.startsWith("without what a text costs: "));
        }
    }

    private static void replaceByAFile(Path gone) {
        try {
            Files.delete(gone);
            Files.writeString(gone, "something else");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Deaf implements RunListener {
        @Override
        public void learned(Step step) {}

        @Override
        public void scored(DevScores scores) {}
    }
}
