package io.nearline.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillInput.TopicRange;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.pipeline.sink.Transactions;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicSlices;
import io.nearline.topics.cluster.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every source and every reader, on topics with a transaction that was rolled back. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CommittedReadsBrokerTest {

    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static KafkaSettings settings;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
        settings = JobConfig.from(options()).kafka();
        try (Topics topics = Topics.of(cluster())) {
            for (TopicPlan plan :
                    List.of(TopicPlan.POSTS, TopicPlan.BACKFILL_UPDATES, TopicPlan.INDEX_CONTROL)) {
                topics.create(plan, plan.defaultName(), 1, Optional.empty());
                try (var records =
                        new Transactions(broker.bootstrapServers(), plan.defaultName())) {
                    records.abort("taken back");
                    records.commit("first");
                    records.abort("taken back later");
                    records.commit("second");
                    records.abort("taken back at the end");
                }
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theLiveJobReadsNoPostThatWasTakenBack() throws Exception {
        assertThat(first(2, PostSource.of(settings))).containsExactly("first", "second");
    }

    @Test
    void theLiveJobMergesNoVectorThatWasTakenBack() throws Exception {
        assertThat(first(2, MergeSource.of(settings))).containsExactly("first", "second");
    }

    @Test
    void noDecisionIsFollowedThatWasTakenBack() throws Exception {
        assertThat(first(2, ControlSource.of(settings))).containsExactly("first", "second");
    }

    @Test
    void aBackfillReadsNoPostThatWasTakenBackAndEnds() throws Exception {
        String topic = settings.postsTopic();
        OffsetRanges offsets;
        try (TopicSlices slices = TopicSlices.open(cluster(), topic)) {
            offsets = OffsetRanges.of(Map.of(0, new OffsetRanges.Range(0, slices.ends().get(0))));
        }

        var past = PastSource.of(settings, new TopicRange(topic, offsets), Origin.BACKFILL);

        assertThat(first(100, past)).containsExactly("first", "second");
    }

    @Test
    void theCommandsReadNothingThatWasTakenBack() {
        List<String> keys = new ArrayList<>();
        try (TopicReader reader =
                TopicReader.open(cluster(), settings.postsTopic(), TopicReader.StartAt.BEGINNING)) {
            while (!reader.isPastEndAtOpening()) {
                reader.poll(POLL).forEach(record -> keys.add(text(record.key())));
            }
        }

        assertThat(keys).containsExactly("first", "second");
    }

    @Test
    void whoWantsToReadWhatIsNotCommittedSaysSo() {
        Configuration options = options();
        options.setString("nearline.kafka.properties.isolation.level", "read_uncommitted");

        assertThat(JobConfig.from(options).kafka().readingOver(Map.of()))
                .containsEntry("isolation.level", "read_uncommitted");
    }

    /** The keys of the first records that a source gives. */
    private static List<String> first(int count, Source<RawRecord, ?, ?> source) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        flink.set(RestOptions.BIND_PORT, "0");
        return StreamExecutionEnvironment.getExecutionEnvironment(flink)
                .fromSource(
                        source,
                        WatermarkStrategy.noWatermarks(),
                        "source",
                        TypeInformation.of(RawRecord.class))
                .executeAndCollect(count)
                .stream()
                .map(record -> text(record.key()))
                .toList();
    }

    private static Configuration options() {
        Configuration options = new Configuration();
        options.set(KafkaOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        options.set(ModelOptions.DIRECTORY, "none is opened");
        options.set(ModelOptions.SERVED, List.of("none"));
        return options;
    }

    private static Cluster cluster() {
        return Cluster.at(broker.bootstrapServers());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
