package io.nearline.training.data;

import io.nearline.training.plan.Condition;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.Selection;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The records of a file that a plan asks for.
 *
 * @param all those that count, in the file's order
 * @param copies those that only begin as an earlier one does, where the plan wants them distinct
 * @param records how many the file has
 */
public record Examples(List<Example> all, List<Example> copies, int records) {

    public Examples {
        all = List.copyOf(all);
        copies = List.copyOf(copies);
    }

    /**
     * Reads them.
     *
     * @throws io.nearline.training.plan.InvalidPlanException if a record that counts lacks a field
     *     or its partner; the message names its line
     */
    public static Examples read(DataPlan plan) throws IOException {
        Selection selection = plan.selection();
        Partners partners = Partners.read(plan);
        List<Example> all = new ArrayList<>();
        List<Example> copies = new ArrayList<>();
        Set<List<String>> beginnings = new HashSet<>();
        int[] records = new int[1];
        RecordFile.forEach(
                plan.file(),
                line -> {
                    records[0]++;
                    if (isWanted(selection, line)) {
                        Example example =
                                Example.of(
                                        plan.fields(),
                                        line,
                                        partners.of(line),
                                        text -> cleaned(selection, text));
                        if (isLongEnough(selection, example)) {
                            boolean copy =
                                    selection.distinct() > 0
                                            && !beginnings.add(
                                                    beginnings(selection.distinct(), example));
                            (copy ? copies : all).add(example);
                        }
                    }
                });
        return new Examples(all, copies, records[0]);
    }

    private static boolean isWanted(Selection selection, RecordFile.Line line) {
        return allHold(selection.where(), line)
                && selection.except().stream()
                        .noneMatch(condition -> condition.holds(line.value(condition.field())));
    }

    /** Whether a record is what is asked for. */
    static boolean allHold(List<Condition> conditions, RecordFile.Line line) {
        return conditions.stream()
                .allMatch(condition -> condition.holds(line.value(condition.field())));
    }

    private static boolean isLongEnough(Selection selection, Example example) {
        return example.texts().stream()
                .allMatch(text -> text.text().length() >= selection.shortest());
    }

    private static List<String> beginnings(int length, Example example) {
        return example.texts().stream().map(text -> beginning(length, text.text())).toList();
    }

    /** Its first letters and digits, whatever stands between them; all of it where it has none. */
    private static String beginning(int length, String text) {
        String found =
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .codePoints()
                        .filter(Examples::isOfAWord)
                        .map(Character::toLowerCase)
                        .limit(length)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return found.isEmpty() ? text : found;
    }

    /** Marks are vowels in some scripts. */
    private static boolean isOfAWord(int character) {
        int type = Character.getType(character);
        return Character.isLetterOrDigit(character)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static String cleaned(Selection selection, String text) {
        return selection
                .without()
                .map(what -> what.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip())
                .orElse(text);
    }
}
