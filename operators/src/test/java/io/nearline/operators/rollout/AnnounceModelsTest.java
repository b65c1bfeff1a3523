package io.nearline.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.admit.Announcement;
import io.nearline.operators.admit.ModelDecision;
import io.nearline.operators.admit.ModelPhase;
import io.nearline.operators.admit.ModelRef;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnounceModelsTest {

    private static final ModelRef CONFIGURED = new ModelRef("configured", "digest-1", null);
    private static final ModelRef JOINED = new ModelRef("joined", "digest-2", "file:/joined");

    private OneInputStreamOperatorTestHarness<ModelDecision, Announcement> announcer;

    @BeforeEach
    void start() throws Exception {
        start(null);
    }

    @AfterEach
    void close() throws Exception {
        announcer.close();
    }

    private void start(OperatorSubtaskState state) throws Exception {
        announcer =
                new OneInputStreamOperatorTestHarness<>(new AnnounceModels(List.of(CONFIGURED)));
        if (state != null) {
            announcer.initializeState(state);
        }
        announcer.open();
        announcer.setProcessingTime(1);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = announcer.snapshot(1, 1);
        announcer.close();
        start(snapshot);
    }

    private Announcement decide(ModelRef model, ModelPhase phase, long sequence) throws Exception {
        announcer.getOutput().clear();
        announcer.processElement(new ModelDecision(model, phase, sequence), 0);
        return announcer.extractOutputValues().get(0);
    }

    private List<Announcement> announced() {
        return announcer.extractOutputValues();
    }

    @Test
    void announcesWhatIsConfiguredBeforeAnyDecision() {
        assertThat(announced()).extracting(Announcement::model).containsExactly(CONFIGURED);
    }

    @Test
    void announcesEachDecisionUnderAHigherNumber() throws Exception {
        long first = announced().get(0).number();

        Announcement staged = decide(JOINED, ModelPhase.STAGED, 4);

        assertThat(staged.phase()).isEqualTo(ModelPhase.STAGED);
        assertThat(staged.number()).isGreaterThan(first);
        assertThat(staged.sequence()).isEqualTo(4);
    }

    @Test
    void announcesAllAgainAfterARestartUnderHigherNumbersStill() throws Exception {
        decide(JOINED, ModelPhase.STAGED, 4);
        Announcement candidate = decide(JOINED, ModelPhase.CANDIDATE, 5);

        restart();

        assertThat(announced())
                .extracting(Announcement::model)
                .containsExactlyInAnyOrder(CONFIGURED, JOINED);
        assertThat(announced())
                .allSatisfy(again -> assertThat(again.number()).isGreaterThan(candidate.number()))
                .allSatisfy(again -> assertThat(again.sequence()).isEqualTo(5));
    }

    @Test
    void verifiesAgainAfterARestartWhatWasStaged() throws Exception {
        decide(JOINED, ModelPhase.STAGED, 4);

        restart();

        assertThat(announced()).extracting(Announcement::phase).contains(ModelPhase.STAGED);
    }

    @Test
    void announcesTheRefusalOfAStagedModelWhoseNameIsTaken() throws Exception {
        ModelRef impostor = new ModelRef(CONFIGURED.name(), "digest-9", "file:/other");

        Announcement refused = decide(impostor, ModelPhase.STAGED, 4);

        assertThat(refused.model()).isEqualTo(impostor);
        assertThat(refused.refusal()).contains("stands for digest digest-1");
    }

    @Test
    void keepsADecisionToItselfThatItDoesNotFollow() throws Exception {
        announcer.getOutput().clear();

        announcer.processElement(new ModelDecision(CONFIGURED, ModelPhase.RETIRED, 4), 0);

        assertThat(announced()).isEmpty();
    }
}
