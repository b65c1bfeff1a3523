package io.nearline.operations.backfill.submit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stack trace of Flink's says in the end, in one line and without post text. Only exceptions
 * of ours, of the file system, of the network and of Kafka are quoted; of any other, whose message
 * may hold anything, the class is named.
 */
final class RootCause {

    private static final String CAUSED_BY = "Caused by: ";
    private static final Pattern THROWN = Pattern.compile("([\\w.$]+)(?:: (.*))?");

    private static final String OURS = "io.nearline.";

    private static final List<String> QUOTED =
            List.of(
                    OURS,
                    "java.io.",
                    "java.nio.file.",
                    "java.net.",
                    "java.lang.NoClassDefFoundError",
                    "java.lang.NoSuchMethodError",
                    "java.lang.ClassNotFoundException",
                    "java.lang.UnsatisfiedLinkError",
                    "java.lang.OutOfMemoryError",
                    "org.apache.kafka.common.errors.");

    private static final int LONGEST = 300;

    private RootCause() {}

    /** The root and, where one of our exceptions explains it, that one first. */
    static String of(String stackTrace) {
        List<String> thrown =
                stackTrace
                        .lines()
                        .filter(line -> line.startsWith(CAUSED_BY))
                        .map(line -> line.substring(CAUSED_BY.length()))
                        .toList();
        String first = stackTrace.lines().findFirst().orElse("unknown");
        String root = thrown.isEmpty() ? first : thrown.get(thrown.size() - 1);
        String ours =
                thrown.stream()
                        .filter(line -> line.startsWith(OURS))
                        .reduce((earlier, later) -> later)
                        .orElse(first.startsWith(OURS) ? first : root);
        return ours.equals(root) ? quote(root) : quote(ours) + " (" + quote(root) + ")";
    }

    private static String quote(String thrown) {
        Matcher parts = THROWN.matcher(thrown);
        if (!parts.matches()) {
            return "unknown";
        }
        String type = parts.group(1);
        String name = type.substring(type.lastIndexOf('.') + 1);
        boolean quoted = parts.group(2) != null && QUOTED.stream().anyMatch(type::startsWith);
        String text = quoted ? name + ": " + parts.group(2) : type;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
