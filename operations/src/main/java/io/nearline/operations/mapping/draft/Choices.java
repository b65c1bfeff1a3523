package io.nearline.operations.mapping.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of a draft so far, and the fields that they name. Not thread-safe. */
final class Choices {

    private final List<Choice> choices = new ArrayList<>();

    void add(Choice choice) {
        choices.add(choice);
    }

    /** Takes a field because of its name. */
    Choice named(String key, FieldProfile field, SampleProfile sample) {
        return Choice.ofPath(key, field)
                .because(
                        "%d of %d records have it, and its name says so"
                                .formatted(field.present(), sample.records()));
    }

    /** Whether no key names the field. */
    boolean isFree(FieldProfile field) {
        return choices.stream().noneMatch(choice -> choice.paths().contains(field.path()));
    }

    Optional<Choice> of(String key) {
        return choices.stream().filter(choice -> choice.key().equals(key)).findFirst();
    }

    /** Comments and keys, a line each. */
    List<String> lines() {
        return choices.stream().flatMap(choice -> choice.lines().stream()).toList();
    }
}
