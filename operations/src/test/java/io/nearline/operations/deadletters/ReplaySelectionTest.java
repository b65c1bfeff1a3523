package io.nearline.operations.deadletters;

import static io.nearline.operations.deadletters.StoredLetters.stored;
import static io.nearline.testkit.Letters.timedOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.deadletters.ReplaySelection.Decision;
import io.nearline.operations.deadletters.ReplaySelection.Permanent;
import io.nearline.testkit.Letters;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplaySelectionTest {

    private final ReplaySelection selection = new ReplaySelection(Permanent.LEAVE);

    @Test
    void aRecordIsReplayedOnceForEachModelThatItFailedFor() {
        assertThat(selection.decide(stored(timedOut("p", 1, 7), 0))).isEqualTo(Decision.REPLAY);
        assertThat(selection.decide(stored(timedOut("p", 1, 7), 1)))
                .isEqualTo(Decision.SAME_RECORD);
        assertThat(selection.decide(stored(timedOut("p", 1, 7).setModelName("maxi"), 2)))
                .isEqualTo(Decision.REPLAY);
        assertThat(selection.decide(stored(timedOut("p", 2, 8), 3))).isEqualTo(Decision.REPLAY);
        assertThat(selection.count(Decision.REPLAY)).isEqualTo(3);
    }

    @Test
    void aReplayForAllModelsMakesOthersOfItsRecordNeedless() {
        assertThat(selection.decide(stored(timedOut("p", 1, 7).setModelName(null), 0)))
                .isEqualTo(Decision.REPLAY);
        assertThat(selection.decide(stored(timedOut("p", 1, 7), 1)))
                .isEqualTo(Decision.SAME_RECORD);
    }

    @Test
    void whatNoRetryHelpsIsLeftUnlessAskedFor() {
        StoredLetter permanent = stored(timedOut("p", 1, 7).setRetryable(false), 0);

        assertThat(selection.decide(permanent)).isEqualTo(Decision.PERMANENT);
        assertThat(new ReplaySelection(Permanent.INCLUDE).decide(permanent))
                .isEqualTo(Decision.REPLAY);
    }

    @Test
    void aRetryableLetterIsReplayedThoughAPermanentOneOfItsRecordCameFirst() {
        selection.decide(stored(timedOut("p", 1, 7).setRetryable(false), 0));

        assertThat(selection.decide(stored(timedOut("p", 1, 7).setModelName("maxi"), 1)))
                .isEqualTo(Decision.REPLAY);
    }

    @Test
    void aRecordThatIsNotKeptWholeCannotBeReplayed() {
        ReplaySelection everything = new ReplaySelection(Permanent.INCLUDE);

        for (String cut : List.of("nearline-cut-value", "nearline-cut-key")) {
            assertThat(
                            everything.decide(
                                    stored(
                                            timedOut("p", 1, 7)
                                                    .setHeaders(
                                                            List.of(
                                                                    Letters.header(
                                                                            cut, "length=9"))),
                                            0)))
                    .as(cut)
                    .isEqualTo(Decision.CUT);
        }
    }

    @Test
    void aTombstoneHasNothingToReplay() {
        assertThat(selection.decide(stored(timedOut("p", 1, 7).setValue(null), 0)))
                .isEqualTo(Decision.NO_VALUE);
    }
}
