package io.nearline.operators.model;

import static io.nearline.operators.model.ModelPhase.ACTIVE;
import static io.nearline.operators.model.ModelPhase.CANDIDATE;
import static io.nearline.operators.model.ModelPhase.CONFIGURED;
import static io.nearline.operators.model.ModelPhase.REJECTED;
import static io.nearline.operators.model.ModelPhase.REMOVED;
import static io.nearline.operators.model.ModelPhase.RETIRED;
import static io.nearline.operators.model.ModelPhase.STAGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.model.ModelRoster.RosterChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelRosterTest {

    private static final ModelRef FIRST = new ModelRef("z-first", "digest-1", null);
    private static final ModelRef SECOND = new ModelRef("second", "digest-2", null);
    private static final ModelRef JOINED = new ModelRef("joined", "digest-3", "file:/joined");

    private final ModelRoster roster = new ModelRoster(List.of(FIRST, SECOND), List.of());

    private RosterChange decide(ModelRef model, ModelPhase phase) {
        return roster.apply(new ModelDecision(model, phase, 1));
    }

    private ModelRoster restarted(ModelRef... configured) {
        return new ModelRoster(List.of(configured), roster.standings());
    }

    private static List<ModelRef> served(ModelRoster roster) {
        return roster.served().stream().map(ModelStanding::model).toList();
    }

    private static ModelStanding standing(ModelRoster roster, ModelRef model) {
        return roster.standings().stream()
                .filter(standing -> standing.model().name().equals(model.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void servesConfiguredModelsInTheirOrder() {
        assertThat(served(roster)).containsExactly(FIRST, SECOND);
    }

    @Test
    void servesAModelOnceItIsACandidateAndNotWhileItIsStaged() {
        decide(JOINED, STAGED);
        assertThat(served(roster)).containsExactly(FIRST, SECOND);

        decide(JOINED, CANDIDATE);
        assertThat(served(roster)).containsExactly(FIRST, SECOND, JOINED);
    }

    @Test
    void keepsServingAModelThatIsPromotedWithoutItsBundle() {
        decide(JOINED, CANDIDATE);
        decide(new ModelRef(JOINED.name(), JOINED.digest(), null), ACTIVE);

        assertThat(served(roster)).contains(JOINED);
        assertThat(standing(roster, JOINED).term()).isEqualTo(1);
    }

    @Test
    void keepsServingAModelThatIsStagedAgain() {
        decide(JOINED, CANDIDATE);

        assertThat(decide(JOINED, STAGED).refusal()).isNull();
        assertThat(served(roster)).contains(JOINED);
    }

    @Test
    void stopsARetiredModelEvenIfItIsConfigured() {
        decide(FIRST, RETIRED);

        assertThat(served(roster)).containsExactly(SECOND);
        assertThat(served(restarted(FIRST, SECOND))).containsExactly(SECOND);
    }

    @Test
    void doesNotStopTheLastModel() {
        decide(FIRST, RETIRED);

        assertThat(decide(SECOND, RETIRED).refusal()).contains("the only one that serves");
        assertThat(served(roster)).containsExactly(SECOND);
    }

    @Test
    void refusesAnotherDigestUnderANameThatHasServed() {
        decide(JOINED, CANDIDATE);
        decide(JOINED, RETIRED);
        ModelRef impostor = new ModelRef(JOINED.name(), "digest-9", "file:/other");

        assertThat(decide(impostor, STAGED).refusal()).contains("digest-3", "digest-9");
        assertThat(standing(roster, JOINED).phase()).isEqualTo(RETIRED);
    }

    @Test
    void letsAnotherDigestHaveANameThatNeverServed() {
        decide(JOINED, STAGED);
        decide(JOINED, REJECTED);
        ModelRef mended = new ModelRef(JOINED.name(), "digest-9", "file:/mended");

        decide(mended, CANDIDATE);

        assertThat(served(roster)).contains(mended);
    }

    @Test
    void refusesAModelThatCanBeFoundNowhere() {
        ModelRef nowhere = new ModelRef("nowhere", "digest-4", null);

        assertThat(decide(nowhere, CANDIDATE).refusal()).contains("bundleUri");
        assertThat(served(roster)).containsExactly(FIRST, SECOND);
    }

    @Test
    void remembersWhatJoinedAcrossARestart() {
        decide(JOINED, CANDIDATE);

        assertThat(served(restarted(FIRST))).containsExactly(FIRST, JOINED);
    }

    @Test
    void letsAModelGoThatIsNoLongerConfigured() {
        ModelRoster restarted = restarted(FIRST);

        assertThat(served(restarted)).containsExactly(FIRST);
        assertThat(standing(restarted, SECOND).phase()).isEqualTo(REMOVED);
    }

    @Test
    void countsATermForEachTimeAModelBeginsToServe() {
        decide(JOINED, CANDIDATE);
        ModelRoster back = new ModelRoster(List.of(FIRST, SECOND), restarted(FIRST).standings());

        assertThat(standing(roster, JOINED).term()).isEqualTo(1);
        assertThat(standing(back, SECOND)).isEqualTo(new ModelStanding(SECOND, CONFIGURED, 2));
        assertThat(standing(back, SECOND).mark()).isNotEqualTo(SECOND.digest());
    }

    @Test
    void refusesToServeARetiredModelAgainBecauseEditsAndDeletesPassedItBy() {
        decide(JOINED, CANDIDATE);
        decide(JOINED, RETIRED);

        for (ModelPhase phase : List.of(STAGED, CANDIDATE, ACTIVE)) {
            assertThat(decide(JOINED, phase).refusal()).contains("under another name");
        }
        assertThat(served(roster)).containsExactly(FIRST, SECOND);
    }

    @Test
    void keepsARetiredModelRetiredWhateverAnswerComes() {
        decide(JOINED, CANDIDATE);
        decide(JOINED, RETIRED);

        decide(JOINED, REJECTED);

        assertThat(standing(roster, JOINED).phase()).isEqualTo(RETIRED);
    }

    @Test
    void beginsAnewWithAnotherBundleUnderAConfiguredName() {
        ModelRef upgraded = new ModelRef(SECOND.name(), "digest-5", null);

        assertThat(served(restarted(FIRST, upgraded))).containsExactly(FIRST, upgraded);
    }

    @Test
    void servesWhatIsConfiguredIfNothingElseIsLeft() {
        decide(FIRST, RETIRED);

        assertThat(served(restarted(FIRST))).containsExactly(FIRST);
    }
}
