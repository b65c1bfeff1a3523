package io.nearline.retrieval.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.IndexKey;
import io.nearline.testkit.Updates;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BoundedMemoryTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @Test
    void keepsTheNewestLettersAndSaysSinceWhen() {
        KeptLetters kept = new KeptLetters(2);
        kept.add(letter("a", 1));
        kept.add(letter("b", 2));
        Optional<Instant> whenAllWereThere = kept.since();
        kept.add(letter("a", 3));

        assertThat(whenAllWereThere).isEmpty();
        assertThat(kept.of("a")).extracting(PostLetter::place).containsExactly("0:3");
        assertThat(kept.of("b")).hasSize(1);
        assertThat(kept.since()).contains(NOON.plusSeconds(1));
    }

    @Test
    void tellsTheNewestLettersOfAPostOnly() {
        KeptLetters kept = new KeptLetters(100);
        for (int place = 0; place < 50; place++) {
            kept.add(letter("a", place));
        }

        LettersOfPost told = new LettersOfPost(kept.of("a"), kept.since(), Optional.empty());

        assertThat(told.letters()).hasSize(LettersOfPost.MOST);
        assertThat(told.letters().get(LettersOfPost.MOST - 1).place()).isEqualTo("0:49");
    }

    @Test
    void remembersThePostsTakenInLastAndSaysSinceWhen() {
        AppliedOutcomes outcomes = new AppliedOutcomes(now::get, 2);
        upsert(outcomes, "a", 1);
        upsert(outcomes, "b", 2);
        upsert(outcomes, "a", 3);
        Instant whenAllWereThere = outcomes.since();
        upsert(outcomes, "c", 4);

        assertThat(whenAllWereThere).isEqualTo(NOON);
        assertThat(outcomes.of("b")).isEmpty();
        assertThat(outcomes.of("a")).extracting(ModelOutcome::revision).containsExactly(3L);
        assertThat(outcomes.since()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void remembersAPostUnderEachModelUntilItIsErased() {
        AppliedOutcomes outcomes = new AppliedOutcomes(now::get, 2);
        outcomes.upserted(Updates.upsert("a", 1, "one"), Optional.empty());
        outcomes.deleted(new IndexKey("a", "two"), 2, Optional.empty());
        outcomes.erased(new IndexKey("a", "one"));

        assertThat(outcomes.of("a"))
                .extracting(ModelOutcome::kind)
                .containsExactly(ModelOutcome.Kind.DELETED);
    }

    private void upsert(AppliedOutcomes outcomes, String id, int second) {
        now.set(NOON.plusSeconds(second));
        outcomes.upserted(Updates.upsert(id, second, "one"), Optional.empty());
    }

    private static PostLetter letter(String postId, int place) {
        return new PostLetter(
                postId,
                "0:" + place,
                "posts:0:" + place,
                Optional.empty(),
                OptionalLong.empty(),
                "EMBED",
                "EmbeddingTimedOut",
                "no vector in time",
                true,
                1,
                NOON.plusSeconds(place));
    }
}
