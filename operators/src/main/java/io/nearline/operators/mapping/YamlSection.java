package io.nearline.operators.mapping;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Keys and values of a YAML file with the lines they stand on. It knows which keys were asked for,
 * so that those nobody knows are refused.
 */
final class YamlSection {

    private static final String DOCUMENT = "the mapping";

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private YamlSection(String file, String path, Node node, int line) {
        this.file = file;
        this.path = path;
        this.line = line;
        if (!(node instanceof MappingNode mapping)) {
            throw refusedAt(line, describe() + " needs keys and values below it");
        }
        for (NodeTuple entry : mapping.getValue()) {
            int at = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw refusedAt(at, "a key must be a word");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw refusedAt(at, name(key.getValue()) + " stands twice");
            }
            lines.put(key.getValue(), at);
        }
    }

    /**
     * The whole file.
     *
     * @param file its name, for messages
     */
    static YamlSection read(String file, Reader text) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(text);
            if (root == null) {
                throw new InvalidMappingException(file + ":1: the file is empty");
            }
            return new YamlSection(file, "", root, 1);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidMappingException(
                    "%s:%d: no YAML: %s".formatted(file, line, e.getProblem()));
        } catch (YAMLException e) {
            throw new InvalidMappingException("%s:1: no YAML: %s".formatted(file, e.getMessage()));
        }
    }

    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    /** Whether keys and values stand below a key. */
    boolean isSection(String key) {
        return has(key) && values.get(key) instanceof MappingNode;
    }

    YamlSection section(String key) {
        return new YamlSection(file, name(key), needed(key), lines.getOrDefault(key, line));
    }

    /** A text that must be there and say something. */
    String word(String key) {
        return word(key, needed(key));
    }

    /** A text that must be there and may be white space. */
    String text(String key) {
        if (needed(key) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        throw refused(key, "give text, in quotes");
    }

    /** One text or several that must be there. */
    List<String> words(String key) {
        List<String> words = new ArrayList<>();
        for (Node node : nodes(key)) {
            words.add(word(key, node));
        }
        return words;
    }

    /** One value or several that must be there, of any type, as they are written. */
    List<String> scalars(String key) {
        List<String> scalars = new ArrayList<>();
        for (Node node : nodes(key)) {
            if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
                throw refused(key, "give one value or a list of values");
            }
            scalars.add(scalar.getValue());
        }
        return scalars;
    }

    /** A whole number of 0 to a bound that must be there. */
    long count(String key, long most) {
        if (needed(key) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                long number = Long.parseLong(scalar.getValue());
                if (number >= 0 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw refused(key, "give a whole number of 0 to %d".formatted(most));
            }
        }
        throw refused(key, "give a whole number of 0 to %d".formatted(most));
    }

    /** The only one of some keys that is there. */
    String onlyOf(List<String> known) {
        List<String> given = known.stream().filter(this::has).toList();
        if (given.size() != 1) {
            throw refusedAt(
                    line, "%s needs one of %s".formatted(describe(), String.join(", ", known)));
        }
        return given.get(0);
    }

    /** What a function makes of a value; what it refuses is told with the line. */
    <T> T made(String key, String value, Function<String, T> function) {
        try {
            return function.apply(value);
        } catch (IllegalArgumentException e) {
            throw refusedAt(
                    lines.getOrDefault(key, line),
                    "%s is '%s': %s".formatted(name(key), value, e.getMessage()));
        }
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

    /** About a key that is there. */
    InvalidMappingException refused(String key, String remedy) {
        String found = values.get(key) instanceof ScalarNode scalar ? scalar.getValue() : "a list";
        return refusedAt(
                lines.getOrDefault(key, line),
                "%s is '%s': %s".formatted(name(key), found, remedy));
    }

    /** About the section as a whole. */
    InvalidMappingException refused(String problem) {
        return refusedAt(line, describe() + " " + problem);
    }

    private List<Node> nodes(String key) {
        Node node = needed(key);
        List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        if (nodes.isEmpty()) {
            throw refused(key, "give one value at least");
        }
        return nodes;
    }

    private String word(String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw refused(key, "give text here");
        }
        if (!scalar.getTag().equals(Tag.STR)) {
            throw refused(key, "YAML does not read it as text; put it in quotes");
        }
        if (scalar.getValue().isBlank()) {
            throw refused(key, "it says nothing");
        }
        return scalar.getValue();
    }

    private Node needed(String key) {
        asked.add(key);
        Node value = values.get(key);
        if (value == null) {
            throw refused("has no " + key);
        }
        return value;
    }

    private InvalidMappingException refusedAt(int at, String problem) {
        return new InvalidMappingException("%s:%d: %s".formatted(file, at, problem));
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String describe() {
        return path.isEmpty() ? DOCUMENT : path;
    }
}
