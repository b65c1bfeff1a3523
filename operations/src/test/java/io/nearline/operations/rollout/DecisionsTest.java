package io.nearline.operations.rollout;

import static io.nearline.testkit.ControlRecords.digest;
import static io.nearline.testkit.ControlRecords.serving;
import static io.nearline.testkit.ControlRecords.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.topics.control.ControlView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String URI = "s3://models/new";

    private final Map<String, ModelStatus> statuses = new LinkedHashMap<>();
    private final Map<String, ModelServing> servings = new LinkedHashMap<>();
    private final Map<String, BackfillReport> backfills = new LinkedHashMap<>();

    @Test
    void aFirstModelIsPromotedWithoutReplacingAny() {
        serve("new");

        List<ModelStatus> decided = decisions().promote(passed("new", null), null);

        assertThat(decided).hasSize(1);
        assertThat(decided.get(0).getState()).isEqualTo(ModelState.ACTIVE);
        assertThat(decided.get(0).getReplaces()).isNull();
        assertThat(decided.get(0).getSequence()).isEqualTo(1);
    }

    @Test
    void aPromotionSaysWhatWasMeasuredAndDemotesTheFormerModelAfterwards() {
        serve("old");
        serve("new");
        decide(status("old", ModelState.ACTIVE, 4));
        decide(status("new", ModelState.CANDIDATE, 5));

        List<ModelStatus> decided = decisions().promote(passed("new", "old"), "ignored");

        assertThat(decided)
                .extracting(ModelStatus::getModelName, ModelStatus::getState)
                .containsExactly(
                        tuple("new", ModelState.ACTIVE), tuple("old", ModelState.CANDIDATE));
        ModelStatus promoted = decided.get(0);
        assertThat(promoted.getSequence()).isEqualTo(6);
        assertThat(promoted.getReplaces()).isEqualTo("old");
        assertThat(promoted.getFigures()).containsEntry("coverage", 1.0);
        assertThat(promoted.getDecidedBy()).isEqualTo("someone");
        assertThat(promoted.getDecidedAt()).isEqualTo(NOW);
        assertThat(promoted.getForced()).isFalse();
        assertThat(promoted.getReason()).isNull();
        assertThat(decided.get(1).getModelDigest()).isEqualTo(digest("old"));
        assertThat(decided.get(1).getSequence()).isEqualTo(7);
    }

    @Test
    void aFailedCheckIsNamedAndStopsAPromotion() {
        serve("new");

        assertRefused(() -> decisions().promote(failed("new"), null), "coverage", "--force");
    }

    @Test
    void aForcedPromotionSaysSoAndWhy() {
        serve("new");

        ModelStatus promoted = decisions().promote(failed("new"), "the old one is on fire").get(0);

        assertThat(promoted.getForced()).isTrue();
        assertThat(promoted.getReason()).isEqualTo("the old one is on fire");
    }

    @Test
    void aReportIsOfNoUseOnceAnotherModelIsActive() {
        serve("new");
        decide(status("third", ModelState.ACTIVE, 9));

        assertRefused(
                () -> decisions().promote(passed("new", "old"), null), "third", "check again");
        assertRefused(() -> decisions().promote(passed("new", null), null), "third");
    }

    @Test
    void anActiveARetiredOrAnUnknownModelIsNotPromoted() {
        decide(status("active", ModelState.ACTIVE, 1));
        decide(status("retired", ModelState.RETIRED, 2));
        decide(status("rejected", ModelState.REJECTED, 3));

        assertRefused(() -> decisions().requirePromotable("active"), "already");
        assertRefused(() -> decisions().requirePromotable("retired"), "under another name");
        assertRefused(() -> decisions().requirePromotable("rejected"), "stage it again");
        assertRefused(() -> decisions().requirePromotable("unknown"), "unknown", "active");
    }

    @Test
    void aRollbackReturnsToTheModelThatWasReplaced() {
        serve("old");
        decide(status("old", ModelState.CANDIDATE, 6));
        decide(replacing("new", "old", 5));

        List<ModelStatus> decided = decisions().rollback("clicks fell");

        assertThat(decided.get(0).getModelName()).isEqualTo("old");
        assertThat(decided.get(0).getState()).isEqualTo(ModelState.ACTIVE);
        assertThat(decided.get(0).getReplaces()).isEqualTo("new");
        assertThat(decided.get(0).getReason()).isEqualTo("clicks fell");
        assertThat(decided.get(1).getModelName()).isEqualTo("new");
        assertThat(decided.get(1).getState()).isEqualTo(ModelState.CANDIDATE);
    }

    @Test
    void aRollbackToAModelThatIsNoLongerServedIsRefused() {
        decide(status("old", ModelState.CANDIDATE, 6));
        servings.put("old", serving("old", ServingState.STOPPED));
        decide(replacing("new", "old", 5));

        assertRefused(() -> decisions().rollback(null), "old", "has not been served");
    }

    @Test
    void theFirstActiveModelHasNothingToRollBackTo() {
        assertRefused(() -> decisions().rollback(null), "no model is active");
        decide(status("only", ModelState.ACTIVE, 1));

        assertRefused(() -> decisions().rollback(null), "first active model");
    }

    @Test
    void aRollbackToAModelThatWasStagedAgainInBetweenIsRefused() {
        serve("old");
        decide(replacing("new", "old", 5));
        decide(status("old", ModelState.CANDIDATE, 9));

        assertRefused(() -> decisions().rollback(null), "all the time", "backfill");
    }

    @Test
    void theActiveModelIsNotRetired() {
        decide(status("active", ModelState.ACTIVE, 1));

        assertRefused(() -> decisions().retire("active", null), "active", "promote another");
    }

    @Test
    void aModelWithARunningBackfillIsNotRetired() {
        serve("old");
        serve("new");
        backfills.put("b-1", ControlRecords.report("b-1", "new", BackfillState.RUNNING));
        assertRefused(() -> decisions().retire("new", null), "b-1", "backfill cancel");

        backfills.put("b-1", ControlRecords.report("b-1", "new", BackfillState.FINISHED));
        assertThat(decisions().retire("new", "done").getState()).isEqualTo(ModelState.RETIRED);
    }

    @Test
    void stagingAsksForExactlyThisBundle() {
        ModelStatus staged = decisions().stage(new ModelId("new", digest("new")), URI);

        assertThat(staged.getState()).isEqualTo(ModelState.STAGED);
        assertThat(staged.getBundleUri()).isEqualTo(URI);
        assertThat(staged.getModelDigest()).isEqualTo(digest("new"));
    }

    @Test
    void aNameThatHasServedIsNotUsedForAnotherBundle() {
        decide(status("new", ModelState.RETIRED, 1));

        assertRefused(
                () -> decisions().stage(new ModelId("new", digest("other")), URI),
                digest("new"),
                "another one");
    }

    @Test
    void aNameThatNeverServedIsFree() {
        decide(status("new", ModelState.REJECTED, 1));
        servings.put("new", serving("new", ServingState.REFUSED));

        ModelStatus staged = decisions().stage(new ModelId("new", digest("other")), URI);

        assertThat(staged.getModelDigest()).isEqualTo(digest("other"));
    }

    @Test
    void theOnlyModelThatIsServedIsNotRetired() {
        serve("new");
        servings.put("old", serving("old", ServingState.STOPPED));

        assertRefused(() -> decisions().retire("new", null), "only model");
    }

    @Test
    void aServedModelIsNotStagedAgain() {
        serve("new");
        assertRefused(() -> decisions().stage(new ModelId("new", digest("new")), URI), "already");
    }

    @Test
    void aRetiredNameIsNotStagedAgainBecauseDeletesHavePassedItBy() {
        decide(status("new", ModelState.RETIRED, 3));

        assertRefused(
                () -> decisions().stage(new ModelId("new", digest("new")), URI),
                "was retired",
                "under another name");
    }

    private Decisions decisions() {
        long last = statuses.values().stream().mapToLong(ModelStatus::getSequence).max().orElse(0);
        return new Decisions(
                new ControlView(statuses, servings, backfills, last, Map.of()), "someone", NOW);
    }

    private void serve(String model) {
        servings.put(model, serving(model, ServingState.SERVING));
    }

    private void decide(ModelStatus status) {
        statuses.put(status.getModelName(), status);
    }

    private static ModelStatus replacing(String model, String former, long sequence) {
        return ModelStatus.newBuilder(status(model, ModelState.ACTIVE, sequence))
                .setReplaces(former)
                .build();
    }

    private static GateReport passed(String model, String baseline) {
        return gateReport(model, baseline, CheckResult.atLeast(Check.COVERAGE, 1, 0.9, "", ""));
    }

    private static GateReport failed(String model) {
        return gateReport(model, null, CheckResult.atLeast(Check.COVERAGE, 0.5, 0.9, "", ""));
    }

    private static GateReport gateReport(String model, String baseline, CheckResult result) {
        return new GateReport(
                new ModelId(model, ControlRecords.digest(model)),
                Optional.ofNullable(baseline).map(name -> new ModelId(name, digest(name))),
                List.of(result));
    }

    private static void assertRefused(ThrowingCallable decision, String... words) {
        assertThatThrownBy(decision)
                .isInstanceOf(DecisionRefusedException.class)
                .hasMessageContainingAll(words);
    }
}
