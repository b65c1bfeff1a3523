package io.nearline.operations.deadletters;

import static io.nearline.operations.deadletters.StoredLetters.stored;
import static io.nearline.testkit.Letters.timedOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.deadletters.ReplaySelection.Permanent;
import io.nearline.operations.deadletters.ReplaySelection.Ruling;
import io.nearline.testkit.Letters;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplaySelectionTest {

    private final ReplaySelection selection = new ReplaySelection(Permanent.LEAVE);

    @Test
    void aRecordIsReplayedOnceForEachModelThatItFailedFor() {
        assertThat(selection.decide(stored(timedOut("p", 1, 7), 0))).isEqualTo(Ruling.REPLAY);
        assertThat(selection.decide(stored(timedOut("p", 1, 7), 1))).isEqualTo(Ruling.SAME_RECORD);
        assertThat(selection.decide(stored(timedOut("p", 1, 7).setModelName("maxi"), 2)))
                .isEqualTo(Ruling.REPLAY);
        assertThat(selection.decide(stored(timedOut("p", 2, 8), 3))).isEqualTo(Ruling.REPLAY);
        assertThat(selection.count(Ruling.REPLAY)).isEqualTo(3);
    }

    @Test
    void aReplayForAllModelsMakesOthersOfItsRecordNeedless() {
        assertThat(selection.decide(stored(timedOut("p", 1, 7).setModelName(null), 0)))
                .isEqualTo(Ruling.REPLAY);
        assertThat(selection.decide(stored(timedOut("p", 1, 7), 1))).isEqualTo(Ruling.SAME_RECORD);
    }

    @Test
    void whatNoRetryHelpsIsLeftUnlessAskedFor() {
        StoredLetter permanent = stored(timedOut("p", 1, 7).setRetryable(false), 0);

        assertThat(selection.decide(permanent)).isEqualTo(Ruling.PERMANENT);
        assertThat(new ReplaySelection(Permanent.INCLUDE).decide(permanent))
                .isEqualTo(Ruling.REPLAY);
    }

    @Test
    void aRetryableLetterIsReplayedThoughAPermanentOneOfItsRecordCameFirst() {
        selection.decide(stored(timedOut("p", 1, 7).setRetryable(false), 0));

        assertThat(selection.decide(stored(timedOut("p", 1, 7).setModelName("maxi"), 1)))
                .isEqualTo(Ruling.REPLAY);
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
                    .isEqualTo(Ruling.CUT);
        }
    }

    @Test
    void aTombstoneHasNothingToReplay() {
        assertThat(selection.decide(stored(timedOut("p", 1, 7).setValue(null), 0)))
                .isEqualTo(Ruling.NO_VALUE);
    }
}
