package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What grows with every change of a post: a number that the source counts, else a time. */
final class RevisionGuess {

    private static final List<String> NAMES =
            List.of(
                    ("revision version rev revision_id seq sequence sequence_number seq_no lsn xmin"
                                    + " row_version change_id edit_count generation")
                            .split(" "));

    private final SampleProfile sample;
    private final Optional<FieldProfile> id;

    /**
     * @param id of the post, if it is known
     */
    RevisionGuess(SampleProfile sample, Optional<FieldProfile> id) {
        this.sample = sample;
        this.id = id;
    }

    /** What records of one post show about a field. */
    private enum Growth {
        UNSEEN,
        GROWS,
        REPEATS
    }

    /** The choice; empty if nothing could be one. */
    Optional<Choice> choice() {
        List<FieldProfile> counted =
                sample
                        .all(NAMES, field -> !field.isMany() && sample.isNearlyAlwaysThere(field))
                        .stream()
                        .filter(FieldProfile::isCount)
                        .toList();
        Optional<FieldProfile> growing =
                counted.stream().filter(field -> growth(field) != Growth.REPEATS).findFirst();
        return growing.map(this::counted).or(() -> timed(counted));
    }

    private Choice counted(FieldProfile field) {
        Choice choice = sample.checked(Choice.ofPath("revision", field), field);
        return growth(field) == Growth.GROWS
                ? choice.because("no two records of one post have the same number")
                : choice.because("it is a whole number, named as versions are")
                        .doubting(
                                "no post comes twice in the sample; see that it grows with every"
                                        + " change, a deletion included");
    }

    private Optional<Choice> timed(List<FieldProfile> rejected) {
        return ChangeTimes.of(sample).map(times -> timed(times, rejected));
    }

    private static Choice timed(ChangeTimes times, List<FieldProfile> rejected) {
        Choice choice =
                Choice.of("revision", times.text(), times.paths())
                        .because("nothing in the sample counts changes")
                        .doubting(
                                "a time is the second choice; name a version or a sequence if the"
                                        + " source has one");
        for (FieldProfile field : rejected) {
            choice =
                    choice.doubting(
                            "%s is not taken: records of one post have the same"
                                    .formatted(field.path()));
        }
        return times.time().doubt().map(choice::doubting).orElse(choice);
    }

    private Growth growth(FieldProfile field) {
        Map<SourceValue, Map<BigDecimal, Integer>> seen = new HashMap<>();
        Growth growth = Growth.UNSEEN;
        for (int record = 0; record < sample.records(); record++) {
            Optional<SourceValue> post = idOf(record);
            Optional<BigDecimal> number = field.of(record).flatMap(FieldProfile::number);
            if (post.isEmpty() || number.isEmpty()) {
                continue;
            }
            Map<BigDecimal, Integer> ofPost =
                    seen.computeIfAbsent(post.get(), any -> new HashMap<>());
            if (ofPost.merge(number.get(), 1, Integer::sum) > 1) {
                return Growth.REPEATS;
            }
            growth = ofPost.size() > 1 ? Growth.GROWS : growth;
        }
        return growth;
    }

    private Optional<SourceValue> idOf(int record) {
        return id.flatMap(field -> field.of(record));
    }
}
