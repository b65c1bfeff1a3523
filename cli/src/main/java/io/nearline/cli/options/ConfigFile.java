package io.nearline.cli.options;

import io.nearline.cli.terminal.CommandException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.configuration.YamlParserUtils;
import org.jspecify.annotations.Nullable;

/** A file of options for the job: properties, or YAML as Flink's own {@code config.yaml}. */
final class ConfigFile {

    private ConfigFile() {}

    /**
     * Options by their full keys, whether the file nests them or not.
     *
     * @throws CommandException if there is no such file or it cannot be understood
     */
    static Map<String, String> read(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return file.toString().endsWith(".properties") ? properties(text) : yaml(file, text);
        } catch (NoSuchFileException e) {
            throw new CommandException("--config: there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new CommandException("--config: " + file + " is not a text in UTF-8");
        }
    }

    private static Map<String, String> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> options = new TreeMap<>();
        properties.forEach((key, value) -> options.put(key.toString(), value.toString()));
        return options;
    }

    private static Map<String, String> yaml(Path file, String text) {
        Object content = parse(file, text);
        if (content == null) {
            return Map.of();
        }
        if (content instanceof Map<?, ?> nested) {
            Map<String, String> options = new TreeMap<>();
            flatten("", nested, options);
            return options;
        }
        throw new CommandException(
                "--config: " + file + " is not YAML of keys and values, such as key: value");
    }

    private static @Nullable Object parse(Path file, String text) {
        try {
            return YamlParserUtils.convertToObject(text, Object.class);
        } catch (RuntimeException e) { // Of a library that Flink hides.
            throw new CommandException(
                    "--config: %s is not valid YAML%s".formatted(file, place(e.getMessage())));
        }
    }

    /** Where it went wrong. The rest of such a message quotes the file, passwords and all. */
    private static String place(@Nullable String message) {
        return Pattern.compile("line \\d+, column \\d+")
                .matcher(String.valueOf(message))
                .results()
                .reduce((earlier, later) -> later)
                .map(place -> ": look at " + place.group())
                .orElse("");
    }

    private static void flatten(String prefix, Map<?, ?> nested, Map<String, String> options) {
        nested.forEach(
                (name, value) -> {
                    String key = prefix + name;
                    if (value instanceof Map<?, ?> deeper) {
                        flatten(key + ".", deeper, options);
                    } else if (value instanceof List<?>) {
                        options.put(key, YamlParserUtils.toYAMLString(value));
                    } else {
                        options.put(key, value == null ? "" : value.toString());
                    }
                });
    }
}
