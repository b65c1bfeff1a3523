package io.nearline.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long LATER = 1000;
    private static final long BOUND = 500;

    @Test
    void isFreshWhereTheNewestWriteIsPublished() {
        Recorded history =
                new Recorded().writes("a", 1).writes("a", 2).publishes("a", 2).writes("b", 1);

        assertThat(history.liveness().behind(LATER, BOUND))
                .singleElement()
                .asString()
                .startsWith("b@tiny is on nothing");
    }

    @Test
    void waitsTheBoundBeforeItComplains() {
        Recorded history = new Recorded().writes("a", 1);

        assertThat(history.liveness().behind(BOUND, BOUND)).isEmpty();
        assertThat(history.liveness().behind(BOUND + 2, BOUND)).hasSize(1);
    }

    /** Edits that go on do not make an old one young. */
    @Test
    void isBehindSinceTheFirstWriteThatIsMissed() {
        Recorded history = new Recorded().writes("a", 1).publishes("a", 1);
        for (long revision = 2; revision < 100; revision++) {
            history.writes("a", revision);
        }

        assertThat(history.liveness().behind(LATER, LATER - 10))
                .singleElement()
                .asString()
                .contains("is on r1", "98 revisions missed");
    }

    @Test
    void isBehindAgainWhenTheTopicStepsBack() {
        Recorded history =
                new Recorded().writes("a", 1).writes("a", 2).publishes("a", 2).publishes("a", 1);

        assertThat(history.liveness().behind(LATER, BOUND)).hasSize(1);
    }

    @Test
    void waitsForARetryableDeadLetterAndForNoOther() {
        Recorded retryable = new Recorded().writes("a", 1).givesUpLastWrite(true);
        Recorded forGood = new Recorded().writes("a", 1).givesUpLastWrite(false);

        assertThat(retryable.liveness().behind(LATER, BOUND)).hasSize(1);
        assertThat(forGood.liveness().behind(LATER, BOUND)).isEmpty();
    }

    @Test
    void asksNothingForAWriteThatIsOlderThanOneAccepted() {
        Recorded history = new Recorded().writes("a", 5).publishes("a", 5).writes("a", 3);

        assertThat(history.liveness().behind(LATER, BOUND)).isEmpty();
    }
}
