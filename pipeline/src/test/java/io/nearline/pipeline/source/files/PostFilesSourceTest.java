package io.nearline.pipeline.source.files;

import static io.nearline.testkit.Posts.aPost;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.schemas.PostEvent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The source in a job that checkpoints and fails. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PostFilesSourceTest {

    private static final int LARGE = 60_000;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void readsEachPostOnceThoughTheJobFailsInMidFile(PostFileFormat format) throws Exception {
        write(format, "days/1/posts", LARGE);
        write(format, "days/2/posts", LARGE);
        Path alone = write(format, "alone", 10);

        List<Reading> readings =
                run(
                        new PostReading(format),
                        List.of(directory.resolve("days").toUri(), alone.toUri()),
                        1);

        assertReadOnce(readings);
    }

    @ParameterizedTest
    @EnumSource(SourceFileFormat.class)
    void readsEachMappedRecordOnceThoughTheJobFailsInMidFile(SourceFileFormat format)
            throws Exception {
        SourceFileWriters.write(format, directory.resolve("days/1/posts"), LARGE);
        SourceFileWriters.write(format, directory.resolve("days/2/posts"), LARGE);
        Path alone = SourceFileWriters.write(format, directory.resolve("alone"), 10);

        List<Reading> readings =
                run(
                        new MappedReading(format, SourceFileWriters.MAPPING, Instant.EPOCH),
                        List.of(directory.resolve("days").toUri(), alone.toUri()),
                        1);

        assertReadOnce(readings);
    }

    private static void assertReadOnce(List<Reading> readings) {
        assertThat(readings).hasSize(2 * LARGE + 10);
        assertThat(readings.stream().map(Reading::place).distinct()).hasSize(readings.size());
        assertThat(filesReadIn(0, readings))
                .as("read before and after the failure")
                .containsAnyElementsOf(filesReadIn(1, readings));
    }

    @Test
    void failsTheJobOnAFileThatHoldsNoPosts() throws Exception {
        write(PostFileFormat.AVRO, "days/posts", 10);
        Files.writeString(directory.resolve("days/readme.txt"), "not Avro");

        assertThatThrownBy(
                        () ->
                                run(
                                        new PostReading(PostFileFormat.AVRO),
                                        List.of(directory.resolve("days").toUri()),
                                        0))
                .hasStackTraceContaining("readme.txt: is not an Avro container file");
    }

    private static Set<String> filesReadIn(int attempt, List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.attempt() == attempt)
                .map(Reading::file)
                .collect(Collectors.toSet());
    }

    private List<Reading> run(FileReading reading, List<URI> places, int restarts)
            throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(2, configuration(restarts));
        return environment
                .fromSource(
                        PostFiles.source(places, reading, Origin.SURVEY),
                        WatermarkStrategy.noWatermarks(),
                        "files")
                .uid("files")
                .map(new FailOnce(restarts))
                .uid("fail-once")
                .executeAndCollect(3 * LARGE);
    }

    private static Configuration configuration(int restarts) {
        Configuration configuration = FlinkEnvironment.over(new Configuration());
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        return configuration;
    }

    private Path write(PostFileFormat format, String name, int count) throws Exception {
        List<PostEvent> posts =
                IntStream.range(0, count)
                        .mapToObj(n -> aPost("p" + n).body("body " + n).build())
                        .toList();
        Path file = directory.resolve(name);
        return switch (format) {
            case AVRO -> PostFileWriters.avro(file, posts);
            case PARQUET -> PostFileWriters.parquet(file, CompressionCodecName.SNAPPY, posts);
        };
    }

    /** One record, and in which attempt of the job it was read. */
    public record Reading(int attempt, String file, long number) {

        String place() {
            return file + '#' + number;
        }
    }

    /** Fails in the first attempt, once a checkpoint holds a place in the middle of a file. */
    private static final class FailOnce extends RichMapFunction<RawRecord, Reading>
            implements CheckpointedFunction, CheckpointListener {

        private static final long serialVersionUID = 1L;

        private final int failures;
        private long number;
        private boolean inMidFile;
        private boolean armed;

        FailOnce(int failures) {
            this.failures = failures;
        }

        @Override
        public Reading map(RawRecord record) {
            int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            if (attempt < failures && armed) {
                throw new IllegalStateException("failing on purpose");
            }
            number = record.offset();
            String file = new String(record.headers().get(0).value(), UTF_8);
            return new Reading(attempt, file, number);
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // nothing is kept
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            inMidFile = number > 10 && number < LARGE - 1;
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            armed = inMidFile;
        }
    }
}
