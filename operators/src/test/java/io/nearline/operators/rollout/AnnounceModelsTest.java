package io.nearline.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelDecision;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnounceModelsTest {

    private static final ModelRef CONFIGURED = new ModelRef("configured", "digest-1", null);
    private static final byte[] NO_BYTES = {};
    private static final ModelRef JOINED = new ModelRef("joined", "digest-2", "file:/joined");

    /** What the topic held when the job first started. Not sent along with the operator. */
    private static final List<RawRecord> PAST = new ArrayList<>();

    private OneInputStreamOperatorTestHarness<DecidedRecord, Announcement> announcer;
    private long nextOffset = 100;

    @BeforeEach
    void start() throws Exception {
        PAST.clear();
        start(null);
    }

    private void startAfter(PaperTopic past) throws Exception {
        announcer.close();
        PAST.addAll(past.records());
        start(null);
    }

    @AfterEach
    void close() throws Exception {
        announcer.close();
    }

    private void start(OperatorSubtaskState state) throws Exception {
        announcer =
                new OneInputStreamOperatorTestHarness<>(
                        new AnnounceModels(List.of(CONFIGURED), PAST::forEach));
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
        take(new DecidedRecord(new ModelDecision(model, phase, sequence), nextOffset++, NO_BYTES));
        return announcer.extractOutputValues().get(0);
    }

    private void take(DecidedRecord record) throws Exception {
        announcer.processElement(record, 0);
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

        var retirement = new ModelDecision(CONFIGURED, ModelPhase.RETIRED, 4);
        take(new DecidedRecord(retirement, nextOffset, NO_BYTES));

        assertThat(announced()).isEmpty();
    }

    @Test
    void announcesWhatWasDecidedBeforeItsFirstStartAndNoAttemptOfThen() throws Exception {
        PaperTopic past = promoted();

        startAfter(past);

        assertThat(announced())
                .extracting(a -> a.model().name(), Announcement::phase, Announcement::sequence)
                .containsExactly(
                        tuple("configured", ModelPhase.CANDIDATE, 5L),
                        tuple("joined", ModelPhase.ACTIVE, 5L));
    }

    @Test
    void answersNothingOfThePastWhenTheTopicsStreamBringsItAgain() throws Exception {
        PaperTopic past =
                promoted()
                        .decide("joined", "impostor", ModelState.STAGED, 6)
                        .decide("joined", "impostor", ModelState.REJECTED, 7)
                        .decide("joined", "digest-2", ModelState.ACTIVE, 8);
        startAfter(past);
        announcer.getOutput().clear();

        for (DecidedRecord record : past.decisions()) {
            take(record);
        }

        assertThat(announced()).isEmpty();
        assertThat(announcer.getSideOutput(AnnounceModels.RESTATED)).isNull();
    }

    @Test
    void answersNothingOfThePastAfterARestartEither() throws Exception {
        PaperTopic past = promoted().decide("joined", "impostor", ModelState.STAGED, 6);
        startAfter(past);
        restart();
        announcer.getOutput().clear();

        for (DecidedRecord record : past.decisions()) {
            take(record);
        }

        assertThat(announced()).isEmpty();
    }

    @Test
    void writesAgainWhatARejectionOfAnEarlierVersionHides() throws Exception {
        startAfter(promoted().decide("joined", "digest-2", ModelState.REJECTED, 3));

        assertThat(announcer.getSideOutput(AnnounceModels.RESTATED))
                .extracting(record -> decode(record.getValue()).getState())
                .containsExactly(ModelState.ACTIVE);
    }

    private static PaperTopic promoted() {
        return new PaperTopic()
                .decide("configured", "digest-1", ModelState.ACTIVE, 1)
                .decide("joined", "digest-2", ModelState.STAGED, 2)
                .decide("joined", "digest-2", ModelState.CANDIDATE, 3)
                .decide("joined", "digest-2", ModelState.ACTIVE, 4)
                .decide("configured", "digest-1", ModelState.CANDIDATE, 5);
    }

    private static ModelStatus decode(EncodedRecord record) {
        return AvroCodec.of(ModelStatus.class).decode(record.value());
    }
}
