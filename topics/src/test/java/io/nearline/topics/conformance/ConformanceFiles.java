package io.nearline.topics.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The scenarios as the text of their files. */
final class ConformanceFiles {

    private static final ObjectMapper LINE = new ObjectMapper();
    private static final ObjectMapper PAGE =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ConformanceFiles() {}

    private record Expectation(String about, HeldState state) {}

    /** The text of every file by its name. */
    static Map<String, String> of(List<Scenario> scenarios) {
        Map<String, String> files = new TreeMap<>();
        files.put(
                "scenarios.txt",
                scenarios.stream()
                        .map(scenario -> scenario.name() + "\n")
                        .collect(Collectors.joining()));
        for (Scenario scenario : scenarios) {
            files.put(
                    scenario.name() + ".records.jsonl",
                    scenario.records().stream()
                            .map(record -> json(LINE, record) + "\n")
                            .collect(Collectors.joining()));
            Expectation expectation = new Expectation(scenario.about(), scenario.expected());
            files.put(scenario.name() + ".expected.json", json(PAGE, expectation) + "\n");
        }
        return files;
    }

    /** Writes them. */
    static void write(Path directory, List<Scenario> scenarios) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : of(scenarios).entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }

    private static String json(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
