package io.nearline.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.model.Readiness;
import io.nearline.operators.model.Readiness.Step;
import io.nearline.operators.rollout.RolloutAnswer.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {

    private static final ModelRef MODEL = new ModelRef("m", "digest", "file:/m");
    private static final String JOB = "job-1";

    private final List<RolloutAnswer> answers = new ArrayList<>();
    private Settlement settlement = Settlement.first();
    private String job = JOB;
    private int subtasks = 2;

    private void answer(ModelPhase phase, long number, Step step, int subtask, String refusal) {
        var announcement =
                new Announcement(new ModelStanding(MODEL, phase, 1), phase, number, 7, null);
        int dimensions = step == Step.STAGE && refusal == null ? 8 : 0;
        take(new Readiness(announcement, step, subtask, subtasks, dimensions, refusal));
    }

    private void take(Readiness readiness) {
        Settlement.Step step = settlement.take(readiness, job);
        settlement = step.next();
        answers.addAll(step.answers());
    }

    private void staged(ModelPhase phase, long number, int subtask) {
        answer(phase, number, Step.STAGE, subtask, null);
    }

    private void gated(ModelPhase phase, long number, int subtask) {
        answer(phase, number, Step.GATE, subtask, null);
    }

    private void allFollow(ModelPhase phase, long number) {
        for (int subtask = 0; subtask < subtasks; subtask++) {
            staged(phase, number, subtask);
            gated(phase, number, subtask);
        }
    }

    private List<Kind> kinds() {
        return answers.stream().map(RolloutAnswer::kind).toList();
    }

    @Test
    void acceptsAStagedModelOnceEveryMachineHasVerifiedIt() {
        staged(ModelPhase.STAGED, 1, 0);
        assertThat(answers).isEmpty();

        staged(ModelPhase.STAGED, 1, 1);

        assertThat(answers).containsExactly(new RolloutAnswer(MODEL, Kind.CANDIDATE, 8, 8, null));
    }

    @Test
    void rejectsAStagedModelAtTheFirstRefusalAndOnlyOnce() {
        answer(ModelPhase.STAGED, 1, Step.STAGE, 0, "golden vector 0 is missed");
        answer(ModelPhase.STAGED, 1, Step.STAGE, 1, "golden vector 0 is missed");

        assertThat(kinds()).containsExactly(Kind.REFUSED, Kind.REJECTED);
        assertThat(answers)
                .extracting(RolloutAnswer::reason)
                .containsOnly("golden vector 0 is missed");
    }

    @Test
    void doesNotAcceptAfterARefusal() {
        answer(ModelPhase.STAGED, 1, Step.STAGE, 0, "no");
        staged(ModelPhase.STAGED, 1, 1);
        staged(ModelPhase.STAGED, 1, 0);

        assertThat(kinds()).doesNotContain(Kind.CANDIDATE);
    }

    @Test
    void leavesTheStateOfANamesakeAloneThatTheNameStandsFor() {
        var stranger = new ModelStanding(MODEL, ModelPhase.STAGED, 0);
        var announcement = new Announcement(stranger, ModelPhase.STAGED, 1, 7, "name is taken");

        take(new Readiness(announcement, Step.STAGE, 0, 2, 0, "name is taken"));

        assertThat(kinds()).containsExactly(Kind.REJECTED);
    }

    @Test
    void goesOnWithTheModelThatANamesakeWasRefusedFor() {
        staged(ModelPhase.ACTIVE, 1, 0);
        gated(ModelPhase.ACTIVE, 1, 0);
        var stranger = new ModelStanding(MODEL, ModelPhase.STAGED, 0);
        var announcement = new Announcement(stranger, ModelPhase.STAGED, 2, 7, "name is taken");
        take(new Readiness(announcement, Step.STAGE, 0, 2, 0, "name is taken"));

        staged(ModelPhase.ACTIVE, 1, 1);
        gated(ModelPhase.ACTIVE, 1, 1);

        assertThat(kinds()).containsExactly(Kind.REJECTED, Kind.SERVING);
    }

    @Test
    void saysServingOnlyOnceEveryGateFollows() {
        staged(ModelPhase.CANDIDATE, 1, 0);
        staged(ModelPhase.CANDIDATE, 1, 1);
        gated(ModelPhase.CANDIDATE, 1, 0);
        assertThat(answers).isEmpty();

        gated(ModelPhase.CANDIDATE, 1, 1);

        assertThat(kinds()).containsExactly(Kind.SERVING);
    }

    @Test
    void saysServingAgainInAnotherJobOnly() {
        allFollow(ModelPhase.CANDIDATE, 1);
        allFollow(ModelPhase.ACTIVE, 2);
        assertThat(kinds()).containsExactly(Kind.SERVING);

        job = "job-2";
        allFollow(ModelPhase.ACTIVE, 3);

        assertThat(kinds()).containsExactly(Kind.SERVING, Kind.SERVING);
    }

    @Test
    void saysThatAModelThatIsMeantToServeCannot() {
        answer(ModelPhase.ACTIVE, 1, Step.STAGE, 0, "the disk is full");

        assertThat(kinds()).containsExactly(Kind.REFUSED);
    }

    @Test
    void saysStoppedOnceEveryGateFollows() {
        allFollow(ModelPhase.CANDIDATE, 1);
        allFollow(ModelPhase.RETIRED, 2);

        assertThat(kinds()).containsExactly(Kind.SERVING, Kind.STOPPED);
    }

    @Test
    void passesOverAnswersToAnOlderAnnouncement() {
        staged(ModelPhase.STAGED, 2, 0);
        staged(ModelPhase.STAGED, 1, 1);

        assertThat(answers).isEmpty();
    }

    @Test
    void doesNotCountTheSubtasksOfBeforeARescale() {
        subtasks = 4;
        staged(ModelPhase.STAGED, 1, 0);
        staged(ModelPhase.STAGED, 1, 3);

        subtasks = 2;
        staged(ModelPhase.STAGED, 1, 1);

        assertThat(answers).isEmpty();
    }
}
