package io.nearline.operations.rollout;

import io.nearline.operations.rollout.VectorInspection.Length;
import io.nearline.topics.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks that read the index-updates topic.
 *
 * @param topic name of the topic of updates
 * @param progress told what is done
 */
record IndexChecks(Cluster cluster, String topic, GateSettings settings, GateProgress progress) {

    /**
     * @param length what the candidate promises about the length of its vectors
     * @param baseline the model to compare with; empty to compare with nothing
     */
    List<CheckResult> results(KnownModel candidate, Length length, Optional<KnownModel> baseline) {
        IndexSurvey survey =
                new IndexSurvey(
                        baseline.map(model -> surveyed(model, Length.ANY)),
                        surveyed(candidate, length));
        progress.begin("reading updates");
        Coverage coverage =
                new IndexReading(survey, progress::reached).read(cluster, topic, settings.settle());
        Bars bars = settings.bars();
        progress.begin("comparing vectors");
        VectorHealth health = survey.health();
        List<CheckResult> results = new ArrayList<>();
        results.add(health.judgeDefects(bars.defects()));
        results.add(health.judgeShared(bars.sharedVectors()));
        if (baseline.isPresent()) {
            VectorPairs pairs = survey.pairs();
            results.add(coverage.judge(candidate.id().name(), bars.coverage()));
            results.add(survey.ghosts().judge(candidate.id().name(), bars.ghosts()));
            results.add(NeighbourOverlap.judge(pairs, bars.neighbourOverlap()));
            results.add(RankCorrelation.judge(pairs, bars.rankCorrelation()));
        } else {
            results.add(uncompared(Check.COVERAGE));
            results.add(uncompared(Check.GHOSTS));
            results.add(uncompared(Check.NEIGHBOUR_OVERLAP));
            results.add(uncompared(Check.RANK_CORRELATION));
        }
        return results;
    }

    private SurveyedModel surveyed(KnownModel model, Length length) {
        return SurveyedModel.of(
                model.id().name(),
                new VectorInspection(model.id().digest(), model.dimensions(), length),
                settings.sampleSize());
    }

    private static CheckResult uncompared(Check check) {
        return CheckResult.skipped(check, "there is no active model to compare with");
    }
}
