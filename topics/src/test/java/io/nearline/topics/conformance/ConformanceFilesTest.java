package io.nearline.topics.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConformanceFilesTest {

    @Test
    void theFilesAreWhatTheScenariosSay() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(WriteConformanceFiles.DIRECTORY)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        assertThat(found)
                .as("write them anew with: mvn -pl topics test -Dtest=WriteConformanceFiles")
                .isEqualTo(ConformanceFiles.of(Recordings.all()));
    }

    @Test
    void readingTheFilesGivesTheScenarios() {
        assertThat(ConformanceFiles.of(Scenario.all()))
                .isEqualTo(ConformanceFiles.of(Recordings.all()));
    }

    @Test
    void offsetsRiseInEveryPartitionAndAKeyStaysInOne() {
        for (Scenario scenario : Scenario.all()) {
            Map<String, Long> offsets = new HashMap<>();
            Map<String, Integer> partitions = new HashMap<>();
            for (RecordedRecord record : scenario.records()) {
                Long before = offsets.put(place(record), record.offset());
                assertThat(before == null || before < record.offset()).isTrue();
                String key = record.topic() + "/" + new String(record.key(), UTF_8);
                assertThat(partitions.merge(key, record.partition(), (a, b) -> a))
                        .isEqualTo(record.partition());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theStateDoesNotDependOnHowPartitionsAreInterleaved() {
        return Scenario.all().stream()
                .map(
                        scenario ->
                                DynamicTest.dynamicTest(
                                        scenario.name(), () -> interleavedAnyhow(scenario)));
    }

    private static void interleavedAnyhow(Scenario scenario) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20; round++) {
            KitConsumer consumer = new KitConsumer();
            for (RecordedRecord record : interleave(scenario.records(), random)) {
                consumer.accept(record);
            }
            assertThat(scenario.expected().differences(consumer.held())).isEmpty();
        }
    }

    private static List<RecordedRecord> interleave(
            List<RecordedRecord> records, SplittableRandom random) {
        Map<String, Deque<RecordedRecord>> places = new TreeMap<>();
        for (RecordedRecord record : records) {
            places.computeIfAbsent(place(record), any -> new ArrayDeque<>()).add(record);
        }
        List<RecordedRecord> interleaved = new ArrayList<>();
        while (!places.isEmpty()) {
            List<String> left = List.copyOf(places.keySet());
            String place = left.get(random.nextInt(left.size()));
            interleaved.add(places.get(place).remove());
            places.values().removeIf(Deque::isEmpty);
        }
        return interleaved;
    }

    private static String place(RecordedRecord record) {
        return record.topic() + "-" + record.partition();
    }
}
