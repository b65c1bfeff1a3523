package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What says that a post is new, changed or deleted. */
final class KindGuess {

    private static final List<String> OPERATIONS =
            List.of(
                    "op",
                    "operation",
                    "action",
                    "change_type",
                    "event_type",
                    "event",
                    "kind",
                    "type",
                    "change");
    private static final List<String> FLAGS =
            List.of(
                    "deleted",
                    "is_deleted",
                    "removed",
                    "is_removed",
                    "gone",
                    "tombstone",
                    "withdrawn");
    static final List<String> DELETION_TIMES = List.of("deleted_at", "removed_at", "withdrawn_at");

    private static final Map<String, Set<String>> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(
                "create",
                Set.of(
                        "c",
                        "r",
                        "i",
                        "create",
                        "created",
                        "insert",
                        "inserted",
                        "add",
                        "added",
                        "new"));
        WORDS.put(
                "update",
                Set.of("u", "update", "updated", "edit", "edited", "modify", "modified", "upsert"));
        WORDS.put("delete", Set.of("d", "delete", "deleted", "remove", "removed"));
    }

    private final SampleProfile sample;

    KindGuess(SampleProfile sample) {
        this.sample = sample;
    }

    /** The choice, if the sample shows one. */
    Optional<Choice> choice() {
        return operation().or(this::flag).or(this::time);
    }

    private Optional<Choice> operation() {
        return sample.named(
                        OPERATIONS,
                        field -> sample.isNearlyAlwaysThere(field) && isOperation(field))
                .map(
                        field -> {
                            Map<String, List<String>> lists = lists(field);
                            Choice choice =
                                    Choice.of(
                                                    "kind",
                                                    "{path: %s, %s}"
                                                            .formatted(
                                                                    Yaml.word(field.path()),
                                                                    text(lists)),
                                                    List.of(field.path()))
                                            .because("every value says what happened to the post")
                                            .doubting(
                                                    "a value that the sample does not hold is"
                                                        + " refused: add those that the source"
                                                        + " knows");
                            return holdsDeletion(field)
                                    ? sample.checked(choice, field)
                                    : choice.doubting(
                                            "the sample holds no deletion: see that the list delete"
                                                + " is there and right, or no record deletes a"
                                                + " post");
                        });
    }

    private static boolean holdsDeletion(FieldProfile field) {
        return field.texts().orElseThrow().stream().anyMatch(text -> isIn("delete", text));
    }

    private static boolean isIn(String list, String text) {
        return WORDS.getOrDefault(list, Set.of()).contains(lower(text));
    }

    private static boolean isOperation(FieldProfile field) {
        return field.texts().orElse(List.of()).stream()
                        .allMatch(
                                text -> WORDS.keySet().stream().anyMatch(list -> isIn(list, text)))
                && field.isText();
    }

    private static Map<String, List<String>> lists(FieldProfile field) {
        Set<String> found = new TreeSet<>(field.texts().orElseThrow());
        Map<String, List<String>> lists = new LinkedHashMap<>();
        WORDS.forEach(
                (list, words) -> {
                    List<String> listed =
                            found.stream().filter(text -> words.contains(lower(text))).toList();
                    if (!listed.isEmpty()) {
                        lists.put(list, new ArrayList<>(listed));
                    }
                });
        addUsualLetters(found, lists);
        return lists;
    }

    /** Where letters stand for operations, the others of them are known too. */
    private static void addUsualLetters(Set<String> found, Map<String, List<String>> lists) {
        if (found.stream().allMatch(text -> text.length() == 1 && text.equals(lower(text)))) {
            lists.computeIfAbsent("update", any -> List.of("u"));
            lists.computeIfAbsent("delete", any -> List.of("d"));
        }
    }

    private static String text(Map<String, List<String>> lists) {
        return lists.entrySet().stream()
                .map(
                        list ->
                                "%s: %s"
                                        .formatted(
                                                list.getKey(),
                                                list.getValue().stream()
                                                        .map(Yaml::word)
                                                        .collect(
                                                                Collectors.joining(
                                                                        ", ", "[", "]"))))
                .collect(Collectors.joining(", "));
    }

    private Optional<Choice> flag() {
        return sample.named(FLAGS, field -> !field.isMany() && isFlag(field))
                .map(
                        field ->
                                Choice.of(
                                                "kind",
                                                "{delete_when_true: %s}"
                                                        .formatted(Yaml.word(field.path())),
                                                List.of(field.path()))
                                        .because(
                                                "it is true or false, and named as deletions are"));
    }

    private static boolean isFlag(FieldProfile field) {
        return field.all(
                value ->
                        value instanceof Flag
                                || value instanceof Whole whole
                                        && whole.value().bitLength() <= 1
                                        && whole.value().signum() >= 0
                                || value instanceof Text text
                                        && Set.of("true", "false", "0", "1")
                                                .contains(text.value()));
    }

    private Optional<Choice> time() {
        return sample.named(
                        DELETION_TIMES,
                        field -> !field.isMany() && field.present() < sample.records())
                .map(
                        field ->
                                Choice.of(
                                                "kind",
                                                "{delete_when_set: %s}"
                                                        .formatted(Yaml.word(field.path())),
                                                List.of(field.path()))
                                        .because(
                                                "%d of %d records have a value there"
                                                        .formatted(
                                                                field.present(),
                                                                sample.records())));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
