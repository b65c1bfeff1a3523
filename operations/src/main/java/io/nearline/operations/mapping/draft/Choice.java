package io.nearline.operations.mapping.draft;

import java.util.ArrayList;
import java.util.List;

/**
 * One key of a draft, and why it is as it is.
 *
 * @param key of the mapping
 * @param value as YAML; empty for a key that is left out
 * @param paths that the value names
 * @param reasons what speaks for it
 * @param doubts what whoever takes it over must look at
 */
record Choice(
        String key, String value, List<String> paths, List<String> reasons, List<String> doubts) {

    /** A key whose value is one path. */
    static Choice ofPath(String key, FieldProfile field) {
        return of(key, Yaml.word(field.path()), List.of(field.path()));
    }

    static Choice of(String key, String value, List<String> paths) {
        return new Choice(key, value, List.copyOf(paths), List.of(), List.of());
    }

    /** A key that is left out, and what that means. */
    static Choice none(String key, String doubt) {
        return of(key, "", List.of()).doubting(doubt);
    }

    Choice because(String reason) {
        return new Choice(key, value, paths, with(reasons, reason), doubts);
    }

    Choice doubting(String doubt) {
        return new Choice(key, value, paths, reasons, with(doubts, doubt));
    }

    /** Comments and the key, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        reasons.forEach(reason -> lines.add("# %s: %s".formatted(key, reason)));
        doubts.forEach(doubt -> lines.add("# CHECK %s: %s".formatted(key, doubt)));
        if (!value.isEmpty()) {
            lines.add("%s: %s".formatted(key, value));
        }
        return lines;
    }

    /** The key alone. */
    @Override
    public String toString() {
        return "Choice[%s]".formatted(key);
    }

    private static List<String> with(List<String> some, String more) {
        List<String> all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }
}
