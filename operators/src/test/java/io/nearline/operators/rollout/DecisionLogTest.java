package io.nearline.operators.rollout;

import static io.nearline.schemas.ModelState.ACTIVE;
import static io.nearline.schemas.ModelState.CANDIDATE;
import static io.nearline.schemas.ModelState.REJECTED;
import static io.nearline.schemas.ModelState.RETIRED;
import static io.nearline.schemas.ModelState.STAGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.rollout.DecisionLog.Notice;
import io.nearline.operators.rollout.DecisionLog.Step;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

    private static final ModelRef A = new ModelRef("a", "digest-of-a", null);

    private final PaperTopic topic = new PaperTopic();
    private final DecisionLog log = new DecisionLog(List.of(A), List.of(), List.of(), 0);

    private Step take(String name, ModelState state, long sequence) {
        return log.take(topic.decide(name, state, sequence).last());
    }

    private Step take(String name, String digest, ModelState state, long sequence) {
        return log.take(topic.decide(name, digest, state, sequence).last());
    }

    private ModelPhase phase(String name) {
        return log.standing(name).orElseThrow().phase();
    }

    private static void assertHides(Step step, long sequence) {
        assertThat(step.notices()).isEmpty();
        assertThat(step.hidden().decision().sequence()).isEqualTo(sequence);
    }

    @Test
    void doesNotLetALateAnswerOverrideARetirement() {
        take("b", STAGED, 5);
        take("b", RETIRED, 6);

        assertHides(take("b", CANDIDATE, 6), 6);
        assertThat(phase("b")).isEqualTo(ModelPhase.RETIRED);
    }

    @Test
    void doesNotLetALateAnswerOverrideAForcedPromotion() {
        take("b", STAGED, 5);
        take("b", ACTIVE, 6);

        assertHides(take("b", CANDIDATE, 6), 6);
        assertHides(take("b", REJECTED, 6), 6);
        assertThat(phase("b")).isEqualTo(ModelPhase.ACTIVE);
    }

    @Test
    void doesNotLetARepeatedAnswerOverrideAPromotion() {
        take("b", STAGED, 5);
        take("b", CANDIDATE, 6);
        take("b", ACTIVE, 7);

        assertHides(take("b", CANDIDATE, 6), 7);
        assertThat(phase("b")).isEqualTo(ModelPhase.ACTIVE);
    }

    @Test
    void takesTheAnswerToTheNewestQuestion() {
        take("b", STAGED, 5);
        take("b", CANDIDATE, 6);

        assertThat(phase("b")).isEqualTo(ModelPhase.CANDIDATE);
    }

    @Test
    void takesNoAnswerAboutAnotherBundle() {
        take("b", "first-try", STAGED, 5);
        take("b", "second-try", STAGED, 6);

        assertHides(take("b", "first-try", REJECTED, 6), 6);
        assertThat(phase("b")).isEqualTo(ModelPhase.STAGED);
    }

    @Test
    void lastOfTwoDecisionsWithOneNumberWins() {
        take("b", CANDIDATE, 5);
        take("b", ACTIVE, 6);
        take("b", RETIRED, 6);

        assertThat(phase("b")).isEqualTo(ModelPhase.RETIRED);
    }

    @Test
    void followsARetirementAsSoonAsAnotherModelServes() {
        assertThat(take("a", RETIRED, 1).ignored()).contains("the only one that serves");
        assertThat(phase("a")).isEqualTo(ModelPhase.CONFIGURED);

        Step step = take("b", CANDIDATE, 2);

        assertThat(step.notices())
                .extracting(Notice::phase)
                .containsExactly(ModelPhase.CANDIDATE, ModelPhase.RETIRED);
        assertThat(phase("a")).isEqualTo(ModelPhase.RETIRED);
    }

    @Test
    void remembersSuchARetirementAcrossARestart() {
        take("a", RETIRED, 1);
        DecisionLog restarted =
                new DecisionLog(List.of(A), log.standings(), log.decided(), log.highestSequence());

        restarted.take(topic.decide("b", CANDIDATE, 2).last());

        assertThat(restarted.standing("a").orElseThrow().phase()).isEqualTo(ModelPhase.RETIRED);
    }

    @Test
    void forgetsSuchARetirementOnceTheModelIsWantedAgain() {
        take("a", RETIRED, 1);
        take("a", ACTIVE, 2);
        take("b", CANDIDATE, 3);

        assertThat(phase("a")).isEqualTo(ModelPhase.ACTIVE);
    }

    @Test
    void saysAgainWhatHoldsOnceAnImpostorIsRejected() {
        take("b", CANDIDATE, 5);
        take("b", ACTIVE, 6);

        Step asked = take("b", "impostor", STAGED, 7);
        Step answered = take("b", "impostor", REJECTED, 8);

        assertThat(asked.notices()).extracting(Notice::refusal).asString().contains("another name");
        ModelStatus again =
                AvroCodec.of(ModelStatus.class).decode(answered.hidden().again(9).value());
        assertThat(again.getState()).isEqualTo(ACTIVE);
        assertThat(again.getSequence()).isEqualTo(9);
        assertThat(phase("b")).isEqualTo(ModelPhase.ACTIVE);
    }

    @Test
    void saysAgainThatAModelIsRetiredWhichSomebodyStaged() {
        take("b", CANDIDATE, 5);
        take("b", RETIRED, 6);

        Step asked = take("b", STAGED, 7);
        Step answered = take("b", REJECTED, 8);

        assertThat(asked.notices().get(0).refusal()).contains("under another name");
        assertHides(answered, 6);
    }

    @Test
    void tellsThatAModelIsMeantToServeAndCannotBeFound() {
        ModelRef nowhere = new ModelRef("nowhere", "digest", null);
        var decision = new io.nearline.operators.model.ModelDecision(nowhere, ModelPhase.ACTIVE, 3);

        log.take(new DecidedRecord(decision, 0, new byte[0]));

        assertThat(log.all())
                .filteredOn(notice -> notice.standing().model().equals(nowhere))
                .extracting(Notice::refusal)
                .asString()
                .contains("bundleUri");
    }
}
