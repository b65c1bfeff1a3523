package io.nearline.operators.mapping;

import java.util.List;

/**
 * Reads the rules of texts: a path, a list of paths that are joined, or a section with {@code
 * join}, {@code first} or {@code always}.
 */
final class TextSections {

    private static final List<String> CHOICES = List.of("join", "first", "always");

    private TextSections() {}

    /**
     * The rule below a key.
     *
     * @param separator between several values, where the file names none
     */
    static TextRule read(YamlSection section, String key, TextType type, String separator) {
        if (!section.isSection(key)) {
            return new TextRule.Joined(paths(section, key), type, separator);
        }
        YamlSection choice = section.section(key);
        TextRule rule =
                switch (choice.onlyOf(CHOICES)) {
                    case "join" ->
                            new TextRule.Joined(
                                    paths(choice, "join"),
                                    type,
                                    choice.has("with") ? choice.text("with") : separator);
                    case "first" -> first(choice, type, separator);
                    default -> new TextRule.Always(choice.word("always"));
                };
        choice.requireNothingElse();
        return rule;
    }

    /** One path or several. */
    static List<SourcePath> paths(YamlSection section, String key) {
        return section.words(key).stream()
                .map(written -> section.made(key, written, SourcePath::of))
                .toList();
    }

    /** A path that leads to one value. */
    static SourcePath onlyPath(YamlSection section, String key) {
        SourcePath path = section.made(key, section.word(key), SourcePath::of);
        requireOneValue(section, key, List.of(path));
        return path;
    }

    /** One path or several, each of which leads to one value. */
    static List<SourcePath> pathsToOne(YamlSection section, String key) {
        List<SourcePath> paths = paths(section, key);
        requireOneValue(section, key, paths);
        return paths;
    }

    private static void requireOneValue(YamlSection section, String key, List<SourcePath> paths) {
        if (paths.stream().anyMatch(SourcePath::isMany)) {
            throw section.refused(key, "[] leads to several values; give the place, as [0]");
        }
    }

    private static TextRule first(YamlSection choice, TextType type, String separator) {
        return new TextRule.First(
                paths(choice, "first").stream()
                        .<TextRule>map(path -> new TextRule.Joined(List.of(path), type, separator))
                        .toList());
    }
}
