package io.nearline.operations.mapping.draft;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as YAML has them within braces and brackets. */
final class Yaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    /** What YAML reads as something else than text. */
    private static final Set<String> RESERVED =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private Yaml() {}

    static String word(String word) {
        boolean plain =
                PLAIN.matcher(word).matches() && !RESERVED.contains(word.toLowerCase(Locale.ROOT));
        return plain ? word : "'" + word.replace("'", "''") + "'";
    }

    /** One word as it is, several as a list. */
    static String words(List<String> words) {
        return words.size() == 1 ? word(words.get(0)) : list(words);
    }

    static String list(List<String> words) {
        return words.stream().map(Yaml::word).collect(Collectors.joining(", ", "[", "]"));
    }
}
