package io.nearline.training.plan;

import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a YAML file, which knows where each of its keys stands and which were asked for. */
final class Section {
    private final @Nullable Path file;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(@Nullable Path file, String path, Node node, int line) {
        this.file = file;
        this.path = path;
        this.line = line;
        if (!(node instanceof MappingNode mapping)) {
            throw refused("needs keys and values below it");
        }
        for (NodeTuple entry : mapping.getValue()) {
            int at = lineOf(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw refusedAt(at, "a key must be a word");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw refusedAt(at, "%s stands twice".formatted(name(key.getValue())));
            }
            lines.put(key.getValue(), at);
        }
    }

    /** The whole file. */
    static Section read(Path file, Reader text) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(text);
            if (root == null) {
                throw new InvalidPlanException("%s is empty".formatted(file));
            }
            return new Section(file, "", root, 1);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidPlanException(
                    "%s:%d: no YAML: %s".formatted(file, line, e.getProblem()), e);
        }
    }

    /** Keys that stand in no file. */
    static Section of(Map<String, Object> keys) {
        return new Section(null, "", new Yaml().represent(keys), 0);
    }

    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    Section section(String key) {
        return new Section(file, name(key), needed(key), lines.getOrDefault(key, line));
    }

    Optional<Section> optionalSection(String key) {
        asked.add(key);
        return has(key) ? Optional.of(section(key)) : Optional.empty();
    }

    /** A list of whole numbers that must be there. */
    List<Integer> counts(String key, int least) {
        List<Double> numbers = numbers(key, List.of());
        if (numbers.isEmpty()
                || !numbers.stream().allMatch(n -> n >= least && n < 1 << 24 && n % 1 == 0)) {
            throw refused(key, "give a list of whole numbers of %d at least".formatted(least));
        }
        return numbers.stream().map(Double::intValue).toList();
    }

    /** A list of numbers of 0 at least. */
    List<Double> numbers(String key, List<Double> otherwise) {
        asked.add(key);
        if (!has(key)) {
            return otherwise;
        }
        if (values.get(key) instanceof SequenceNode list
                && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
            try {
                List<Double> numbers =
                        list.getValue().stream()
                                .map(one -> Double.valueOf(((ScalarNode) one).getValue()))
                                .toList();
                if (numbers.stream().allMatch(n -> n >= 0 && !n.isInfinite())) {
                    return numbers;
                }
            } catch (NumberFormatException e) {
                throw refused(key, "give a list of numbers");
            }
        }
        throw refused(key, "give a list of numbers");
    }

    /** The same of a key that may be left out: then nothing is below it. */
    Section sectionOrEmpty(String key) {
        return has(key)
                ? section(key)
                : new Section(
                        file,
                        name(key),
                        new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK),
                        line);
    }

    /** A word that must be there. */
    String text(String key) {
        if (!(needed(key) instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw refused(key, "give one word or path");
        }
        return scalar.getValue();
    }

    /** A word that may be left out. */
    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** One word or several that must be there; a word may be empty. */
    List<String> texts(String key) {
        Node node = needed(key);
        List<Node> nodes =
                node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        List<String> texts = new ArrayList<>();
        for (Node one : nodes) {
            if (!(one instanceof ScalarNode scalar)) {
                throw refused(key, "give one value or a list of values");
            }
            texts.add(scalar.getValue());
        }
        return texts;
    }

    /** A list of words that may be left out. */
    List<String> words(String key, List<String> otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        List<String> words = values.get(key) instanceof SequenceNode ? texts(key) : List.of();
        if (words.isEmpty() || words.stream().anyMatch(String::isBlank)) {
            throw refused(key, "give a list of words");
        }
        return words;
    }

    /** Whether a switch is on; off where it is left out. */
    boolean isSet(String key) {
        String value = optional(key);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw refused(key, "give true or false");
    }

    /** A whole number that must be there. */
    int count(String key, int least, int most) {
        needed(key);
        return count(key, least, most, least);
    }

    int count(String key, int least, int most, int otherwise) {
        String value = optional(key);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(key, "give a whole number of %d to %d".formatted(least, most));
        }
        throw refused(key, "give a whole number of %d to %d".formatted(least, most));
    }

    /** A number above 0. */
    double number(String key, double otherwise) {
        return number(key, otherwise, number -> number > 0, "give a number above 0");
    }

    /** A number that is not negative. */
    double numberOrZero(String key, double otherwise) {
        return number(key, otherwise, number -> number >= 0, "give 0 or a number above");
    }

    private double number(String key, double otherwise, DoublePredicate isGood, String remedy) {
        String value = optional(key);
        if (value == null) {
            return otherwise;
        }
        double number = Double.NaN;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw refused(key, remedy);
        }
        if (!isGood.test(number) || Double.isInfinite(number)) {
            throw refused(key, remedy);
        }
        return number;
    }

    /**
     * One of these constants, by its name in small letters.
     *
     * @param known the first is taken where the key is left out
     */
    <T extends Enum<T>> T oneOf(String key, List<T> known, String remedy) {
        String value = optional(key);
        return value == null
                ? known.get(0)
                : known.stream()
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(value))
                        .findFirst()
                        .orElseThrow(() -> refused(key, remedy));
    }

    /** A number of 0 to 1. */
    double share(String key, double otherwise) {
        String value = optional(key);
        if (value == null) {
            return otherwise;
        }
        double number = Double.NaN;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw refused(key, "give a number of 0 to 1");
        }
        if (!(number >= 0 && number <= 1)) {
            throw refused(key, "give a number of 0 to 1");
        }
        return number;
    }

    /** Passes if every key was asked for. */
    void requireNothingElse() {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                throw refusedAt(
                        lines.getOrDefault(key, line),
                        "%s is not known here; known are %s"
                                .formatted(name(key), String.join(", ", asked)));
            }
        }
    }

    /** About this section as a whole. */
    InvalidPlanException refused(String what) {
        return refusedAt(line, "%s %s".formatted(path.isEmpty() ? "the plan" : path, what));
    }

    private InvalidPlanException refused(String key, String remedy) {
        String found = values.get(key) instanceof ScalarNode scalar ? scalar.getValue() : "a list";
        return refusedAt(
                lines.getOrDefault(key, line),
                "%s is '%s': %s".formatted(name(key), found, remedy));
    }

    private InvalidPlanException refusedAt(int at, String what) {
        return new InvalidPlanException(
                file == null ? what : "%s:%d: %s".formatted(file, at, what));
    }

    private Node needed(String key) {
        asked.add(key);
        Node value = values.get(key);
        if (value == null) {
            throw refused("has no %s".formatted(key));
        }
        return value;
    }

    private @Nullable String optional(String key) {
        if (!has(key)) {
            return null;
        }
        return values.get(key) instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int lineOf(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }
}
