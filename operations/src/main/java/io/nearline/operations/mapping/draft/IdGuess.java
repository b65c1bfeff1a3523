package io.nearline.operations.mapping.draft;

import java.util.List;
import java.util.Optional;

/** Which field names a post over its whole life. */
final class IdGuess {

    private static final List<String> NAMES =
            List.of(
                    ("post_id id uuid guid status_id message_id article_id document_id doc_id"
                                    + " entry_id item_id tweet_id uri url permalink key nr number")
                            .split(" "));
    private static final int MOST_WORDS = 1;

    private final SampleProfile sample;

    IdGuess(SampleProfile sample) {
        this.sample = sample;
    }

    /** The field, if one reads like an id. */
    Optional<FieldProfile> field() {
        return sample.named(NAMES, this::mayBeOne).or(this::distinct);
    }

    Choice choice(FieldProfile field) {
        Choice choice =
                sample.checked(
                        Choice.ofPath("id", field)
                                .because(
                                        "%d of %d records have one, %d are different"
                                                .formatted(
                                                        field.present(),
                                                        sample.records(),
                                                        field.different())),
                        field);
        List<String> others =
                sample.all(NAMES, this::mayBeOne).stream()
                        .filter(other -> other != field)
                        .map(FieldProfile::path)
                        .toList();
        if (!others.isEmpty()) {
            return choice.doubting(
                    "%s could be it too; take what stays the same over the life of a post"
                            .formatted(String.join(", ", others)));
        }
        return sample.named(NAMES, field::equals).isPresent()
                ? choice
                : choice.doubting("it is not named as ids are; its values only differ");
    }

    private boolean mayBeOne(FieldProfile field) {
        return !field.isMany()
                && sample.isNearlyAlwaysThere(field)
                && field.isName()
                && field.words() <= MOST_WORDS
                && TimeGuess.of(field).filter(time -> !field.isCount()).isEmpty();
    }

    private Optional<FieldProfile> distinct() {
        return sample.fields().stream()
                .filter(field -> mayBeOne(field) && TimeGuess.of(field).isEmpty())
                .filter(field -> field.different() == sample.records() && sample.records() > 1)
                .findFirst();
    }
}
