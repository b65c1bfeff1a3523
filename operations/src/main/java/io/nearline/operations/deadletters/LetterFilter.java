package io.nearline.operations.deadletters;

import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant. An empty set and a null time leave all through.
 *
 * @param stages stages that gave up
 * @param reasons reason classes
 * @param models models that it failed for; a letter for all models matches any
 * @param postIds keys of the records that failed
 * @param places places in the dead-letters topic
 * @param since earliest time of the failure
 * @param until first time that is too late
 */
public record LetterFilter(
        Set<DeadLetterStage> stages,
        Set<String> reasons,
        Set<String> models,
        Set<String> postIds,
        Set<LetterPlace> places,
        @Nullable Instant since,
        @Nullable Instant until) {

    public LetterFilter {
        stages = Set.copyOf(stages);
        reasons = Set.copyOf(reasons);
        models = Set.copyOf(models);
        postIds = Set.copyOf(postIds);
        places = Set.copyOf(places);
    }

    /** Every letter. */
    public static LetterFilter all() {
        return new LetterFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null, null);
    }

    /** Whether it lets every letter through. */
    public boolean isOpen() {
        return equals(all());
    }

    /** Whether the letter is meant. */
    public boolean matches(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        return allows(stages, letter.getStage())
                && allows(reasons, letter.getReasonClass())
                && (letter.getModelName() == null || allows(models, letter.getModelName()))
                && allows(postIds, stored.key())
                && allows(places, stored.place())
                && (since == null || !letter.getFailedAt().isBefore(since))
                && (until == null || letter.getFailedAt().isBefore(until));
    }

    private static <T> boolean allows(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
