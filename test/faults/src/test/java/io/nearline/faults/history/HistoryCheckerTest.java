package io.nearline.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A history that obeys every rule passes, and each rule catches the history that breaks it. */
class HistoryCheckerTest {

    @Test
    void passesAHistoryInWhichEverythingCameOut() {
        Verdict verdict =
                new Recorded()
                        .writes("a", 1)
                        .publishes("a", 1)
                        .writes("a", 2)
                        .aborts("a", 3)
                        .writes("a", 3)
                        .publishes("a", 3)
                        .writes("b", 1)
                        .deletes("b", 2)
                        .publishesDelete("b", 2)
                        .writesRubbish()
                        .givesUpLastWrite(false)
                        .checked();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.duplicates()).isZero();
    }

    @Test
    void takesATombstoneForTheEndOfADelete() {
        assertThat(
                        new Recorded()
                                .deletes("a", 1)
                                .publishesDelete("a", 1)
                                .forgets("a")
                                .deletes("b", 1)
                                .publishesDelete("b", 1)
                                .forgets("b")
                                .writes("b", 2)
                                .publishes("b", 2)
                                .checked()
                                .violations())
                .isEmpty();
    }

    @Test
    void catchesATombstoneThatTakesAPostAway() {
        assertBroken(
                new Recorded().writes("a", 1).publishes("a", 1).forgets("a"), Rule.NEWEST_WINS);
    }

    @Test
    void catchesAPostThatNeverCameOut() {
        assertBroken(new Recorded().writes("a", 1), Rule.NOTHING_LOST);
    }

    @Test
    void catchesAnEditThatNeverCameOut() {
        assertBroken(
                new Recorded().writes("a", 1).publishes("a", 1).writes("a", 2), Rule.NOTHING_LOST);
    }

    @Test
    void catchesADeleteThatNeverCameOut() {
        assertBroken(
                new Recorded().writes("a", 1).publishes("a", 1).deletes("a", 2), Rule.NOTHING_LOST);
    }

    @Test
    void takesADeadLetterThatCanNeverPassForAnAnswer() {
        Recorded history = new Recorded().writes("a", 1).givesUpLastWrite(false);

        assertThat(history.checked().violations()).isEmpty();
    }

    @Test
    void takesARetryableDeadLetterForNoAnswer() {
        assertBroken(new Recorded().writes("a", 1).givesUpLastWrite(true), Rule.NOTHING_LOST);
    }

    @Test
    void catchesATopicThatEndsOnAnOlderRevision() {
        assertBroken(
                new Recorded()
                        .writes("a", 1)
                        .writes("a", 2)
                        .publishes("a", 2)
                        .publishes("a", 1)
                        .isDisturbedFrom(0, 100),
                Rule.NEWEST_WINS);
    }

    @Test
    void catchesADeletedPostThatCameBack() {
        assertBroken(
                new Recorded()
                        .writes("a", 1)
                        .deletes("a", 2)
                        .publishesDelete("a", 2)
                        .publishes("a", 1)
                        .isDisturbedFrom(0, 100),
                Rule.DELETES_STAY_DELETED);
    }

    @Test
    void catchesAnUpdateOfAnAbortedTransaction() {
        assertBroken(
                new Recorded()
                        .writes("a", 1)
                        .publishes("a", 1)
                        .aborts("a", 2)
                        .publishes("a", 2)
                        .writes("a", 3)
                        .publishes("a", 3),
                Rule.NOTHING_ABORTED_VISIBLE);
    }

    @Test
    void catchesADeleteOfAnAbortedTransaction() {
        assertBroken(
                new Recorded()
                        .writes("a", 1)
                        .abortsDelete("a", 2)
                        .publishesDelete("a", 2)
                        .writes("a", 3)
                        .publishes("a", 3),
                Rule.NOTHING_ABORTED_VISIBLE);
    }

    @Test
    void catchesADeadLetterOfAnAbortedTransaction() {
        assertBroken(
                new Recorded().aborts("a", 1).givesUpLastWrite(true), Rule.NOTHING_ABORTED_VISIBLE);
    }

    @Test
    void catchesAnOlderRevisionAfterANewerOneThoughItIsMendedAfterwards() {
        assertBroken(steppingBack(), Rule.NO_OLDER_AFTER_NEWER);
    }

    @Test
    void excusesAStepBackThatIsMendedWhileTheJobRecovers() {
        Verdict verdict = steppingBack().isDisturbedFrom(0, 100).checked();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.stepsBack()).isEqualTo(1);
        assertThat(verdict.duplicates()).isEqualTo(2);
    }

    @Test
    void excusesNoStepBackUnderExactlyOnce() {
        Verdict verdict = steppingBack().isDisturbedFrom(0, 100).checkedAs(true);

        assertThat(verdict.violations())
                .extracting(Violation::rule)
                .contains(Rule.NO_OLDER_AFTER_NEWER);
    }

    @Test
    void catchesARepetitionUnderExactlyOnceOnly() {
        Recorded history = new Recorded().writes("a", 1).publishes("a", 1).publishes("a", 1);

        assertThat(history.checkedAs(true).violations())
                .extracting(Violation::rule)
                .containsExactly(Rule.NOTHING_TWICE);
        assertThat(history.checked().violations()).isEmpty();
        assertThat(history.checked().duplicates()).isEqualTo(1);
    }

    @Test
    void catchesTheVectorOfAnotherText() {
        assertBroken(
                new Recorded().writes("a", 1).writes("a", 2).publishesWithTextOf("a", 2, 1),
                Rule.TRUE_LINEAGE);
    }

    @Test
    void catchesADigestThatNoModelHas() {
        assertBroken(
                new Recorded().writes("a", 1).publishesUnderDigest("a", 1, "ff".repeat(32)),
                Rule.TRUE_LINEAGE);
    }

    @Test
    void catchesADeleteThatNobodyWrote() {
        Verdict verdict =
                new Recorded().writes("a", 1).publishes("a", 1).publishesDelete("a", 1).checked();

        assertThat(verdict.violations()).extracting(Violation::rule).contains(Rule.TRUE_LINEAGE);
    }

    @Test
    void catchesAnUnreadableRecordThatIsNoDeadLetter() {
        assertBroken(new Recorded().writesRubbish(), Rule.UNREADABLE_IS_GIVEN_UP);
    }

    @Test
    void showsTheRecordsAroundWhatIsBroken() {
        Verdict verdict = new Recorded().writes("a", 1).publishes("a", 1).writes("a", 2).checked();

        assertThat(verdict.violations().get(0).toString())
                .contains("a@tiny", "posts-0@3", "index-updates-0@2")
                .doesNotContain(Recorded.text("a", 2));
    }

    private static Recorded steppingBack() {
        return new Recorded()
                .writes("a", 1)
                .publishes("a", 1)
                .writes("a", 2)
                .publishes("a", 2)
                .publishes("a", 1)
                .publishes("a", 2);
    }

    private static void assertBroken(Recorded history, Rule rule) {
        assertThat(history.checked().violations())
                .extracting(Violation::rule)
                .containsExactly(rule);
    }
}
