package io.nearline.operations.mapping.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The times of a change: of the deletion, of the last edit, of the creation. All are written alike,
 * since a mapping reads them with one format.
 *
 * @param paths the latest change first; each record has one of them
 * @param time how they are written
 */
record ChangeTimes(List<String> paths, TimeGuess time) {

    private static final List<String> CHANGED =
            List.of(
                    ("event_time changed_at edited_at updated_at modified_at last_modified"
                         + " last_edited edited updated modified ts ts_ms timestamp at time")
                            .split(" "));
    private static final List<String> CREATED =
            List.of(
                    ("created_at created created_utc created_time published_at published posted_at"
                                    + " date datetime inserted_at")
                            .split(" "));

    ChangeTimes {
        paths = List.copyOf(paths);
    }

    /** The times; empty if a record has none. */
    static Optional<ChangeTimes> of(SampleProfile sample) {
        List<FieldProfile> times =
                Stream.of(KindGuess.DELETION_TIMES, CHANGED, CREATED)
                        .flatMap(names -> sample.all(names, field -> !field.isMany()).stream())
                        .filter(field -> TimeGuess.of(field).isPresent())
                        .toList();
        // Of several formats that which leaves no record without a time.
        return times.stream()
                .map(field -> TimeGuess.of(field).orElseThrow())
                .distinct()
                .flatMap(format -> covering(sample, times, format).stream())
                .findFirst();
    }

    private static Optional<ChangeTimes> covering(
            SampleProfile sample, List<FieldProfile> times, TimeGuess format) {
        List<FieldProfile> taken = new ArrayList<>();
        for (FieldProfile field : times) {
            boolean alike = TimeGuess.of(field).filter(format::equals).isPresent();
            if (alike && !covers(sample, taken)) {
                taken.add(field);
            }
        }
        return covers(sample, taken)
                ? Optional.of(
                        new ChangeTimes(taken.stream().map(FieldProfile::path).toList(), format))
                : Optional.empty();
    }

    private static boolean covers(SampleProfile sample, List<FieldProfile> taken) {
        return IntStream.range(0, sample.records())
                .allMatch(record -> taken.stream().anyMatch(field -> field.of(record).isPresent()));
    }

    /** As the value of a key. */
    String text() {
        String place = paths.size() == 1 ? "path: " : "first: ";
        return "{%s%s, %s}".formatted(place, Yaml.words(paths), time.format());
    }

    /** How many there are. */
    @Override
    public String toString() {
        return "ChangeTimes[%d paths]".formatted(paths.size());
    }
}
