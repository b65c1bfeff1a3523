package io.nearline.operations.mapping.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A field that names what happened to a post: created, updated, deleted. */
final class OperationGuess {

    private static final List<String> NAMES =
            List.of("op operation action change_type event_type event kind type change".split(" "));
    private static final String CREATE = "create";
    private static final String UPDATE = "update";
    private static final String DELETE = "delete";

    /** How sources call them, by the list of a mapping. */
    private static final Map<String, Set<String>> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(CREATE, words("c r i create created insert inserted add added new"));
        WORDS.put(UPDATE, words("u update updated edit edited modify modified upsert"));
        WORDS.put(DELETE, words("d delete deleted remove removed"));
    }

    private final SampleProfile sample;

    OperationGuess(SampleProfile sample) {
        this.sample = sample;
    }

    /** The choice, if there is such a field. */
    Optional<Choice> choice() {
        return sample.named(NAMES, field -> sample.isNearlyAlwaysThere(field) && isOperation(field))
                .map(this::choice);
    }

    private Choice choice(FieldProfile field) {
        String value = "{path: %s, %s}".formatted(Yaml.word(field.path()), text(lists(field)));
        Choice choice =
                Choice.of("kind", value, List.of(field.path()))
                        .because("every value says what happened to the post")
                        .doubting(
                                "a value that the sample does not hold is refused: add those that"
                                        + " the source knows");
        return sample.checked(holdsDeletion(field) ? choice : doubtingDeletions(choice), field);
    }

    private static Choice doubtingDeletions(Choice choice) {
        return choice.doubting(
                "the sample holds no deletion: see that the list delete is there and right, or no"
                        + " record deletes a post");
    }

    private static boolean holdsDeletion(FieldProfile field) {
        return texts(field).stream().anyMatch(text -> isIn(DELETE, text));
    }

    private static boolean isOperation(FieldProfile field) {
        return field.isText()
                && texts(field).stream()
                        .allMatch(
                                text -> WORDS.keySet().stream().anyMatch(list -> isIn(list, text)));
    }

    private static Map<String, List<String>> lists(FieldProfile field) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String list : WORDS.keySet()) {
            List<String> listed =
                    texts(field).stream().filter(text -> isIn(list, text)).sorted().toList();
            if (!listed.isEmpty()) {
                lists.put(list, listed);
            }
        }
        // Where letters stand for operations, the others of them are known too.
        if (texts(field).stream()
                .allMatch(text -> text.length() == 1 && text.equals(lower(text)))) {
            lists.computeIfAbsent(UPDATE, any -> List.of("u"));
            lists.computeIfAbsent(DELETE, any -> List.of("d"));
        }
        return lists;
    }

    private static String text(Map<String, List<String>> lists) {
        List<String> texts = new ArrayList<>();
        lists.forEach((list, words) -> texts.add("%s: %s".formatted(list, Yaml.list(words))));
        return String.join(", ", texts);
    }

    private static Set<String> texts(FieldProfile field) {
        return new TreeSet<>(field.texts().orElse(List.of()));
    }

    private static boolean isIn(String list, String text) {
        return WORDS.getOrDefault(list, Set.of()).contains(lower(text));
    }

    private static Set<String> words(String words) {
        return List.of(words.split(" ")).stream().collect(Collectors.toSet());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
