package io.nearline.pipeline.rollout;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.rollout.VectorInspection.Length;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The checks that read the index-updates topic.
 *
 * @param topic name of the topic of updates
 * @param progress told how many updates have been read
 */
record IndexChecks(Cluster cluster, String topic, GateSettings settings, LongConsumer progress) {

    /**
     * @param length what the candidate promises about the length of its vectors
     * @param baseline the model to compare with; empty to compare with nothing
     */
    List<CheckResult> results(KnownModel candidate, Length length, Optional<KnownModel> baseline) {
        IndexSurvey survey =
                new IndexSurvey(
                        baseline.map(model -> surveyed(model, Length.ANY)),
                        surveyed(candidate, length));
        Coverage coverage =
                new IndexReading(survey, progress).read(cluster, topic, settings.settle());
        Bars bars = settings.bars();
        VectorHealth health = survey.health();
        List<CheckResult> results = new ArrayList<>();
        results.add(health.judgeDefects(bars.defects()));
        results.add(health.judgeShared(bars.sharedVectors()));
        if (baseline.isPresent()) {
            VectorPairs pairs = survey.pairs();
            results.add(coverage.judge(candidate.id().name(), bars.coverage()));
            results.add(NeighbourOverlap.judge(pairs, bars.neighbourOverlap()));
            results.add(RankCorrelation.judge(pairs, bars.rankCorrelation()));
        } else {
            results.add(uncompared(Check.COVERAGE));
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
