package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What says that a post is deleted: an operation, a flag, or a time that is set. */
final class KindGuess {

    static final List<String> DELETION_TIMES = List.of("deleted_at", "removed_at", "withdrawn_at");

    private static final List<String> FLAGS =
            List.of("deleted is_deleted removed is_removed gone tombstone withdrawn".split(" "));
    private static final Set<String> FLAG_TEXTS = Set.of("true", "false", "0", "1");

    private final SampleProfile sample;

    KindGuess(SampleProfile sample) {
        this.sample = sample;
    }

    /** The choice, if the sample shows one. */
    Optional<Choice> choice() {
        return new OperationGuess(sample).choice().or(this::flag).or(this::time);
    }

    private Optional<Choice> flag() {
        return sample.named(FLAGS, field -> !field.isMany() && field.all(KindGuess::isFlag))
                .map(
                        field ->
                                choice("delete_when_true", field)
                                        .because(
                                                "it is true or false, and named as deletions are"));
    }

    private static boolean isFlag(SourceValue value) {
        return value instanceof Flag
                || (value instanceof Text text && FLAG_TEXTS.contains(text.value()))
                || (value instanceof Whole whole && FLAG_TEXTS.contains(whole.value().toString()));
    }

    private Optional<Choice> time() {
        return sample.named(
                        DELETION_TIMES,
                        field -> !field.isMany() && field.present() < sample.records())
                .map(
                        field ->
                                choice("delete_when_set", field)
                                        .because(
                                                "%d of %d records have a value there"
                                                        .formatted(
                                                                field.present(),
                                                                sample.records())));
    }

    private static Choice choice(String key, FieldProfile field) {
        return Choice.of(
                "kind", "{%s: %s}".formatted(key, Yaml.word(field.path())), List.of(field.path()));
    }
}
