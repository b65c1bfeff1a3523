package io.nearline.operators.rollout;

import static io.nearline.schemas.ModelState.ACTIVE;
import static io.nearline.schemas.ModelState.CANDIDATE;
import static io.nearline.schemas.ModelState.REJECTED;
import static io.nearline.schemas.ModelState.RETIRED;
import static io.nearline.schemas.ModelState.STAGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.schemas.ServingState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A job without state that starts beside what was decided before. */
class ReadHistoryTest {

    private static final ModelRef A = new ModelRef("a", "digest-of-a", null);

    private final PaperTopic topic = new PaperTopic();

    private ReadHistory read() {
        return ReadHistory.of(reader -> topic.records().forEach(reader), List.of(A));
    }

    private ReadHistory readCompacted() {
        PaperTopic left = topic.compacted();
        return ReadHistory.of(reader -> left.records().forEach(reader), List.of(A));
    }

    private static Map<String, ModelPhase> phases(ReadHistory read) {
        Map<String, ModelPhase> phases = new TreeMap<>();
        for (ModelStanding standing : read.log().standings()) {
            phases.put(standing.model().name(), standing.phase());
        }
        return phases;
    }

    private void assertPhases(Map<String, ModelPhase> expected) {
        assertThat(phases(read())).isEqualTo(expected);
        assertThat(phases(readCompacted())).isEqualTo(expected);
        assertThat(read().hidden()).isEmpty();
    }

    private void promoteB() {
        topic.decide("a", ACTIVE, 1)
                .decide("b", STAGED, 2)
                .decide("b", CANDIDATE, 3)
                .decide("b", ACTIVE, 4)
                .decide("a", CANDIDATE, 5);
    }

    @Test
    void findsTheActiveModelActiveAfterAPromotion() {
        promoteB();

        assertPhases(Map.of("a", ModelPhase.CANDIDATE, "b", ModelPhase.ACTIVE));
    }

    @Test
    void findsTheFormerModelActiveAfterARollback() {
        promoteB();
        topic.decide("a", ACTIVE, 6).decide("b", CANDIDATE, 7);

        assertPhases(Map.of("a", ModelPhase.ACTIVE, "b", ModelPhase.CANDIDATE));
    }

    @Test
    void keepsAConfiguredModelRetired() {
        promoteB();
        topic.decide("a", RETIRED, 6);

        assertPhases(Map.of("a", ModelPhase.RETIRED, "b", ModelPhase.ACTIVE));
    }

    @Test
    void keepsARetiredModelRetiredThoughCompactionHasPutItBeforeThoseThatReplacedIt() {
        topic.decide("a", RETIRED, 6).decide("c", ACTIVE, 8).decide("b", CANDIDATE, 9);

        assertPhases(
                Map.of(
                        "a", ModelPhase.RETIRED,
                        "b", ModelPhase.CANDIDATE,
                        "c", ModelPhase.ACTIVE));
    }

    @Test
    void keepsTheNameOfARetiredModelBound() {
        topic.decide("b", RETIRED, 6);

        assertThat(read().log().standing("b").orElseThrow().term()).isEqualTo(1);
    }

    @Test
    void writesAgainWhatAnEarlierVersionsAnswerHides() {
        promoteB();
        topic.decide("b", REJECTED, 3);

        ReadHistory read = read();

        assertThat(phases(read)).containsEntry("b", ModelPhase.ACTIVE);
        assertThat(read.hidden())
                .extracting(HiddenDecision::decision)
                .extracting(DecidedRecord::sequence)
                .containsExactly(4L);
    }

    @Test
    void writesNothingAgainThatWasWrittenAgainAlready() {
        promoteB();
        topic.decide("b", REJECTED, 3).decide("b", ACTIVE, 4);

        assertThat(read().hidden()).isEmpty();
    }

    @Test
    void knowsThatAModelStoppedWhoseJobHasGone() {
        topic.serves("gone", ServingState.SERVING);

        assertThat(read().log().standing("gone"))
                .contains(
                        new ModelStanding(
                                new ModelRef("gone", "digest-of-gone", null),
                                ModelPhase.REMOVED,
                                1));
    }

    @Test
    void passesOverWhatItCannotRead() {
        topic.append("b".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[] {1, 2});

        assertPhases(Map.of("a", ModelPhase.CONFIGURED));
    }

    @Test
    void givesTheGatesTheSameStandings() {
        promoteB();
        topic.decide("a", RETIRED, 6);
        List<io.nearline.operators.record.RawRecord> records = topic.records();

        assertThat(new StandingsOnTopic(records::forEach, List.of(A)).read())
                .containsExactlyElementsOf(read().log().standings());
    }
}
