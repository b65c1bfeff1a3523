package io.nearline.operations.deadletters;

import static io.nearline.operations.deadletters.StoredLetters.stored;
import static io.nearline.testkit.Letters.NOON;
import static io.nearline.testkit.Letters.timedOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.DeadLetterStage;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetterFilterTest {

    private static final StoredLetter LETTER = stored(timedOut("p", 1, 7), 3);

    @Test
    void withoutAChoiceEveryLetterIsMeant() {
        assertThat(LetterFilter.all().isOpen()).isTrue();
        assertThat(LetterFilter.all().matches(LETTER)).isTrue();
    }

    @Test
    void eachChoiceAloneTellsLettersApart() {
        Set<String> none = Set.of();
        Set<LetterPlace> anywhere = Set.of();
        Set<DeadLetterStage> anyStage = Set.of();
        assertTells(
                new LetterFilter(
                        Set.of(DeadLetterStage.EMBED), none, none, none, anywhere, null, null),
                new LetterFilter(
                        Set.of(DeadLetterStage.DECODE), none, none, none, anywhere, null, null));
        assertTells(
                new LetterFilter(
                        anyStage, Set.of("EmbeddingTimedOut"), none, none, anywhere, null, null),
                new LetterFilter(anyStage, Set.of("Other"), none, none, anywhere, null, null));
        assertTells(
                new LetterFilter(anyStage, none, Set.of("mini"), none, anywhere, null, null),
                new LetterFilter(anyStage, none, Set.of("maxi"), none, anywhere, null, null));
        assertTells(
                new LetterFilter(anyStage, none, none, Set.of("p"), anywhere, null, null),
                new LetterFilter(anyStage, none, none, Set.of("q"), anywhere, null, null));
        assertTells(
                new LetterFilter(
                        anyStage, none, none, none, Set.of(new LetterPlace(0, 3)), null, null),
                new LetterFilter(
                        anyStage, none, none, none, Set.of(new LetterPlace(1, 3)), null, null));
    }

    @Test
    void theFirstMomentIsInAndTheLastIsOut() {
        assertTells(between(NOON, NOON.plusMillis(1)), between(NOON.minusMillis(1), NOON));
        assertThat(between(NOON.plusMillis(1), null).matches(LETTER)).isFalse();
    }

    @Test
    void aLetterForAllModelsIsMeantByAnyModel() {
        LetterFilter ofMaxi =
                new LetterFilter(
                        Set.of(), Set.of(), Set.of("maxi"), Set.of(), Set.of(), null, null);

        assertThat(ofMaxi.matches(stored(timedOut("p", 1, 7).setModelName(null), 3))).isTrue();
    }

    private static LetterFilter between(Instant since, Instant until) {
        return new LetterFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), since, until);
    }

    private static void assertTells(LetterFilter meant, LetterFilter other) {
        assertThat(meant.matches(LETTER)).as(meant.toString()).isTrue();
        assertThat(other.matches(LETTER)).as(other.toString()).isFalse();
        assertThat(meant.isOpen()).isFalse();
    }
}
