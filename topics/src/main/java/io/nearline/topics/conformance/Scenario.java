package io.nearline.topics.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of both topics and what a consumer holds after it. The files lie in the jar beside
 * this class: {@code scenarios.txt} names them, {@code NAME.records.jsonl} holds one record a line
 * in the order in which a consumer may get them, {@code NAME.expected.json} the state.
 *
 * <p>The state does not depend on how the partitions of both topics are interleaved.
 *
 * @param name of its files
 * @param about what it is about, in a sentence
 */
public record Scenario(
        String name, String about, List<RecordedRecord> records, HeldState expected) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Expectation(String about, HeldState state) {}

    public Scenario {
        records = List.copyOf(records);
    }

    /** All scenarios, the simple ones first. */
    public static List<Scenario> all() {
        return lines("scenarios.txt").stream().map(Scenario::load).toList();
    }

    private static Scenario load(String name) {
        try {
            List<RecordedRecord> records = new ArrayList<>();
            for (String line : lines(name + ".records.jsonl")) {
                records.add(JSON.readValue(line, RecordedRecord.class));
            }
            Expectation expected = JSON.readValue(read(name + ".expected.json"), Expectation.class);
            return new Scenario(name, expected.about(), records, expected.state());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the scenario " + name, e);
        }
    }

    private static List<String> lines(String resource) {
        return new String(read(resource), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] read(String resource) {
        try (InputStream in = Scenario.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar has no resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + resource, e);
        }
    }
}
