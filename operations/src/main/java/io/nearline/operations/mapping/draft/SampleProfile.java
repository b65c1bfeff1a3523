package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Nothing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a sample holds, path by path. */
final class SampleProfile {

    /** Deeper values are left out: no source has a text there. */
    private static final int DEEPEST = 6;

    private static final double MOST_OF_THEM = 0.95;

    private final int records;
    private final Map<String, FieldProfile> fields = new LinkedHashMap<>();

    /**
     * @param rows what stands for posts in the records, without an envelope
     */
    SampleProfile(List<Fields> rows) {
        this.records = rows.size();
        for (int record = 0; record < rows.size(); record++) {
            addAll(record, rows.get(record), "", 0);
        }
    }

    int records() {
        return records;
    }

    /** In the order of the records. */
    Collection<FieldProfile> fields() {
        return fields.values();
    }

    /** The first field that has one of some names, the names in their order. */
    Optional<FieldProfile> named(List<String> names, Accepted accepted) {
        return all(names, accepted).stream().findFirst();
    }

    /** The fields that have one of some names, the names in their order. */
    List<FieldProfile> all(List<String> names, Accepted accepted) {
        List<FieldProfile> found = new ArrayList<>();
        for (String name : names) {
            fields.values().stream()
                    .filter(field -> is(field, name) && accepted.accepts(field))
                    .sorted((one, other) -> depth(one) - depth(other))
                    .forEach(found::add);
        }
        return found;
    }

    /** Which fields may be taken. */
    @FunctionalInterface
    interface Accepted {
        boolean accepts(FieldProfile field);
    }

    /** Whether all records have it but for the few that may be broken. */
    boolean isNearlyAlwaysThere(FieldProfile field) {
        return field.present() >= MOST_OF_THEM * records;
    }

    /** A choice of a field that each record must have, with a doubt if some have it not. */
    Choice checked(Choice choice, FieldProfile field) {
        int without = records - field.present();
        return without == 0
                ? choice
                : choice.doubting(
                        "records without one there: %d; they are refused".formatted(without));
    }

    /**
     * Whether a field has a name, however it is spelled: {@code createdAt} is {@code created_at}. A
     * name with a dot is the end of a path, or the name of a column that was flattened.
     */
    private static boolean is(FieldProfile field, String name) {
        if (!name.contains(".")) {
            return plain(field.name()).equals(plain(name));
        }
        String path = field.path().replace("[]", "").replace("\\", "");
        return ("." + plain(path)).endsWith("." + plain(name));
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static int depth(FieldProfile field) {
        return (int) field.path().chars().filter(character -> character == '.').count();
    }

    private void addAll(int record, Fields row, String before, int depth) {
        row.values()
                .forEach((name, value) -> add(record, before + escaped(name), name, value, depth));
    }

    private void add(int record, String path, String name, SourceValue value, int depth) {
        if (value == Nothing.NOTHING || depth == DEEPEST || name.isEmpty()) {
            return;
        }
        if (value instanceof Fields inner) {
            addAll(record, inner, path + ".", depth + 1);
        } else if (value instanceof Items items) {
            items.values().forEach(item -> add(record, path + "[]", name, item, depth + 1));
        } else {
            fields.computeIfAbsent(path, any -> new FieldProfile(path, name)).add(record, value);
        }
    }

    /** As a path writes a name. */
    private static String escaped(String name) {
        return name.replaceAll("[.\\[\\]\\\\]", "\\\\$0");
    }
}
