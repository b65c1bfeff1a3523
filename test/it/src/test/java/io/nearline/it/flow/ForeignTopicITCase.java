package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.record.Origin;
import io.nearline.pipeline.config.PostFormatOptions;
import io.nearline.pipeline.config.PostWireFormat;
import io.nearline.pipeline.config.RegistryOptions;
import io.nearline.pipeline.config.RetryOptions;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PaperRegistry;
import io.nearline.testkit.PostHistory;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real job on topics in a team's own format: every post as the oracle has it, every record that
 * does not fit a dead letter.
 */
@Timeout(180)
class ForeignTopicITCase {

    private static final long SEED = 20261129;
    private static final int FIRST = 1;
    private static final int LATER = 2;
    private static final String SECRET = "what nobody may read";

    private final FakeEmbedder model = JobRig.newFake();
    private final PaperRegistry registry = PaperRegistry.start();
    private final List<PostEvent> history = PostHistory.random(SEED, 60, 600);

    @TempDir private Path directory;

    @AfterEach
    void close() {
        model.release();
        registry.close();
    }

    @Test
    void jsonBecomesWhatTheOracleSays() throws Exception {
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("no JSON", utf8(SECRET));
        broken.put("cut off", utf8("{\"uuid\":\"" + SECRET));
        broken.put("no version", utf8("{\"uuid\":\"a\",\"op\":\"insert\"}"));
        broken.put("version is text", utf8("{\"uuid\":\"a\",\"version\":\"" + SECRET + "\"}"));
        broken.put("nothing", utf8("null"));
        try (JobRig rig = rig(PostWireFormat.JSON, TeamRecords.MAPPING);
                RunningJob job = rig.start(model)) {
            publishAll(rig.topics(), TeamRecords::json, broken);

            requireAllAccountedFor(rig, job, broken);
            assertThat(rig.topics().deadLetters())
                    .extracting(letter -> text(letter.getKey()), DeadLetter::getMessage)
                    .contains(
                            tuple("version is text", "kind: path op leads to nothing"),
                            tuple("no version", "revision: nothing stands at [version]"),
                            tuple("nothing", "not a JSON object"));
        }
    }

    @Test
    void debeziumsEnvelopesBecomeWhatTheOracleSays() throws Exception {
        Map<String, byte[]> broken =
                Map.of("truncate", utf8("{\"op\":\"t\",\"source\":{\"lsn\":1},\"ts_ms\":1}"));
        try (JobRig rig = rig(PostWireFormat.JSON, TeamRecords.DEBEZIUM);
                RunningJob job = rig.start(model)) {
            publishAll(rig.topics(), TeamRecords::debezium, broken);

            requireAllAccountedFor(rig, job, broken);
        }
    }

    /** What Debezium's connector for MySQL sent of a table; the revision is file, place and row. */
    @Test
    void debeziumsRecordedChangesOfMySqlBecomeTheTable() throws Exception {
        Path resources = ProjectFiles.root().resolve("operators/src/test/resources");
        Path file = resources.resolve("io/nearline/operators/mapping/debezium/mysql.jsonl");
        List<String> recorded = Files.readAllLines(file);
        String mapping = TeamRecords.DEBEZIUM.replace("postgres", "mysql").replace("text", "body");
        try (JobRig rig = rig(PostWireFormat.JSON, mapping);
                RunningJob job = rig.start(model)) {
            byte[] key = new byte[0];
            for (String record : recorded) {
                boolean tombstone = record.equals("null");
                key = tombstone ? key : rowId(record);
                rig.topics().publish(key, tombstone ? null : utf8(record), Map.of());
            }
            job.awaitRead(recorded.size());
            job.drain();

            assertThat(rig.topics().index().latest().values())
                    .extracting(
                            IndexUpdate::getPostId, IndexUpdate::getKind, IndexUpdate::getRevision)
                    .containsExactlyInAnyOrder(
                            tuple("1", UpdateKind.UPSERT, (1L << 32) + 3191),
                            tuple("2", UpdateKind.UPSERT, (1L << 32) + 2787),
                            tuple("3", UpdateKind.DELETE, (1L << 32) + 3579),
                            tuple("4", UpdateKind.DELETE, (2L << 32) + 1539),
                            tuple("5", UpdateKind.UPSERT, (1L << 32) + 4132),
                            tuple("6", UpdateKind.UPSERT, (2L << 32) + 524),
                            tuple("7", UpdateKind.DELETE, (2L << 32) + 1190),
                            tuple("8", UpdateKind.UPSERT, (2L << 32) + 524 + 2),
                            tuple("70", UpdateKind.UPSERT, (2L << 32) + 2779 + 1));
            assertThat(model.calls()).contains("Bring five chairs.");
            assertThat(rig.topics().deadLetters()).isEmpty();
        }
    }

    private static byte[] rowId(String record) {
        Matcher id = Pattern.compile("\"id\":([0-9]+)").matcher(record);
        assertThat(id.find()).isTrue();
        return utf8(id.group(1));
    }

    @Test
    void confluentAvroOfTwoSchemasBecomesWhatTheOracleSays() throws Exception {
        registry.with(FIRST, TeamRecords.SCHEMA).with(LATER, TeamRecords.LATER_SCHEMA);
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("unknown id", TeamRecords.framed(99, utf8(SECRET)));
        broken.put("damaged", TeamRecords.framed(FIRST, utf8(SECRET)));
        broken.put("JSON", TeamRecords.json(history.get(0)));
        try (JobRig rig = rig(PostWireFormat.CONFLUENT_AVRO, TeamRecords.MAPPING);
                RunningJob job = rig.start(model)) {
            publishAll(rig.topics(), this::avro, broken);

            requireAllAccountedFor(rig, job, broken);
            assertThat(job.meters().count(MetricNames.POSTS_HELD_BACK)).isZero();
        }
    }

    @Test
    void protobufWithAndWithoutAFrameBecomesWhatTheOracleSays() throws Exception {
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("JSON", TeamRecords.json(history.get(0)));
        broken.put("a frame alone", TeamRecords.framed(1, new byte[0]));
        broken.put("an empty message", new byte[0]);
        try (JobRig rig = rig(PostWireFormat.PROTOBUF, TeamRecords.MAPPING)) {
            rig.set(
                            PostFormatOptions.PROTOBUF_DESCRIPTOR,
                            Files.write(
                                            directory.resolve("article.desc"),
                                            TeamArticles.descriptors())
                                    .toString())
                    .set(PostFormatOptions.PROTOBUF_MESSAGE, TeamArticles.ARTICLE);
            try (RunningJob job = rig.start(model)) {
                publishAll(rig.topics(), TeamArticles::article, broken);

                requireAllAccountedFor(rig, job, broken);
            }
        }
    }

    @Test
    void whileTheRegistryIsAwayPostsWaitAndNoneIsLost() throws Exception {
        registry.with(FIRST, TeamRecords.SCHEMA).with(LATER, TeamRecords.LATER_SCHEMA);
        try (JobRig rig = rig(PostWireFormat.CONFLUENT_AVRO, TeamRecords.MAPPING);
                RunningJob job = rig.start(model)) {
            rig.topics()
                    .publish(
                            utf8("first"),
                            TeamRecords.avro(
                                    FIRST,
                                    TeamRecords.SCHEMA,
                                    aPost("first").body("first").build()),
                            Map.of());
            job.waiting().until(() -> !rig.topics().updates().isEmpty());
            registry.leave();
            publishAll(rig.topics(), this::avro, Map.of());
            job.waiting().until(() -> job.meters().count(MetricNames.POSTS_HELD_BACK) >= 1);
            registry.comeBack();

            job.awaitRead(1 + published());
            job.drain();
            assertThat(rig.topics().deadLetters()).isEmpty();
            assertThat(
                            rig.topics()
                                    .index()
                                    .differencesFrom(
                                            Oracle.create()
                                                    .accept(aPost("first").body("first").build())
                                                    .acceptAll(history)
                                                    .expected(),
                                            model.model().name()))
                    .isEmpty();
        }
    }

    @Test
    void theJobTriesAgainWhatIsInTheTopicsFormat() throws Exception {
        model.failNext("storm", 1);
        try (JobRig rig = rig(PostWireFormat.JSON, TeamRecords.MAPPING)) {
            rig.set(RetryOptions.DELAY, Duration.ofMillis(100));
            try (RunningJob job = rig.start(model)) {
                byte[] record = TeamRecords.json(aPost("p").body("storm").build());
                rig.topics().publish(utf8("p"), record, Map.of());
                job.waiting().until(() -> !rig.topics().updates().isEmpty());
                job.drain();

                assertThat(rig.topics().updates())
                        .extracting(IndexUpdate::getPostId, IndexUpdate::getOrigin)
                        .containsExactly(tuple("p", UpdateOrigin.REPLAY));
                assertThat(rig.topics().deadLetters())
                        .extracting(DeadLetter::getStage, letter -> text(letter.getValue()))
                        .containsExactly(
                                tuple(
                                        DeadLetterStage.EMBED,
                                        new String(record, StandardCharsets.UTF_8)));
            }
        }
    }

    /** What a person does: correct the mapping, restart, publish the value again, marked. */
    @Test
    void aDeadLetterIsReplayedOnceTheMappingIsCorrected() throws Exception {
        String wrong = TeamRecords.MAPPING.replace("revision: version", "revision: text");
        try (JobRig rig = rig(PostWireFormat.JSON, wrong)) {
            String savepoint;
            try (RunningJob job = rig.start(model)) {
                rig.topics()
                        .publish(
                                utf8("p"),
                                TeamRecords.json(aPost("p").body("storm").build()),
                                Map.of());
                job.waiting().until(() -> !rig.topics().deadLetters().isEmpty());
                savepoint = job.stopWithSavepoint();
            }
            rig.set(PostFormatOptions.MAPPING, mapping(TeamRecords.MAPPING));
            try (RunningJob job = rig.resume(savepoint, model)) {
                DeadLetter letter = rig.topics().deadLetters().get(0);
                rig.topics()
                        .publish(
                                bytes(letter.getKey()),
                                bytes(letter.getValue()),
                                Map.of(Origin.HEADER, "replay"));
                job.waiting().until(() -> !rig.topics().updates().isEmpty());
                job.drain();

                assertThat(rig.topics().updates())
                        .extracting(IndexUpdate::getPostId, IndexUpdate::getOrigin)
                        .containsExactly(tuple("p", UpdateOrigin.REPLAY));
                assertThat(rig.topics().deadLetters()).hasSize(1);
            }
        }
    }

    @Test
    void aBackfillReadsTheTopicInItsFormat() throws Exception {
        registry.with(FIRST, TeamRecords.SCHEMA).with(LATER, TeamRecords.LATER_SCHEMA);
        Map<String, byte[]> broken = Map.of("JSON", TeamRecords.json(history.get(0)));
        try (BackfillRig rig = BackfillRig.in(directory, model)) {
            rig.set(PostFormatOptions.FORMAT, PostWireFormat.CONFLUENT_AVRO)
                    .set(PostFormatOptions.MAPPING, mapping(TeamRecords.MAPPING))
                    .set(RegistryOptions.URL, List.of(registry.url()));
            publishAll(rig.topics(), this::avro, broken);

            BackfillReport report = rig.run();

            assertThat(report.getState()).isEqualTo(BackfillState.FINISHED);
            assertThat(report.getRead()).isEqualTo(published() + 1);
            assertThat(rig.topics().deadLetters()).hasSize(1);
            Map<String, Long> embedded = new LinkedHashMap<>();
            rig.topics()
                    .backfilled()
                    .forEach(update -> embedded.put(update.getPostId(), update.getRevision()));
            assertThat(embedded).isEqualTo(newestWithText());
        }
    }

    private Map<String, Long> newestWithText() {
        Map<String, PostEvent> newest = new LinkedHashMap<>();
        for (PostEvent event : history) {
            newest.merge(
                    event.getPostId(),
                    event,
                    (known, next) -> next.getRevision() > known.getRevision() ? next : known);
        }
        Map<String, Long> withText = new LinkedHashMap<>();
        newest.forEach(
                (id, event) -> {
                    if (event.getKind() != PostEventKind.DELETE && !event.getBody().isBlank()) {
                        withText.put(id, event.getRevision());
                    }
                });
        return withText;
    }

    private void requireAllAccountedFor(JobRig rig, RunningJob job, Map<String, byte[]> broken) {
        job.awaitRead(published() + broken.size());
        job.drain();

        assertThat(
                        rig.topics()
                                .index()
                                .differencesFrom(
                                        Oracle.create().acceptAll(history).expected(),
                                        model.model().name()))
                .isEmpty();
        assertThat(rig.topics().index().regressions()).isEmpty();
        Map<String, String> letters = new LinkedHashMap<>();
        for (DeadLetter letter : rig.topics().deadLetters()) {
            assertThat(letter.getStage()).isEqualTo(DeadLetterStage.DECODE);
            assertThat(letter.getMessage()).doesNotContain(SECRET);
            letters.put(text(letter.getKey()), text(letter.getValue()));
        }
        Map<String, String> sent = new LinkedHashMap<>();
        broken.forEach((name, bytes) -> sent.put(name, text(ByteBuffer.wrap(bytes))));
        assertThat(letters).isEqualTo(sent);
        assertThat(job.meters().count(MetricNames.POSTS_SKIPPED, MetricNames.REASON, "tombstone"))
                .isEqualTo(deletes());
    }

    /** Behind each delete comes a null value, as connectors send it. */
    private void publishAll(
            LocalTopics topics, Function<PostEvent, byte[]> written, Map<String, byte[]> broken)
            throws Exception {
        for (Map.Entry<String, byte[]> record : broken.entrySet()) {
            topics.publish(utf8(record.getKey()), record.getValue(), Map.of());
        }
        for (PostEvent event : history) {
            byte[] key = utf8(event.getPostId());
            topics.publish(key, written.apply(event), Map.of());
            if (event.getKind() == PostEventKind.DELETE) {
                topics.publish(key, null, Map.of());
            }
        }
    }

    /** The team's schema changes in the middle. */
    private byte[] avro(PostEvent event) {
        return event.getRevision() < 8
                ? TeamRecords.avro(FIRST, TeamRecords.SCHEMA, event)
                : TeamRecords.avro(LATER, TeamRecords.LATER_SCHEMA, event);
    }

    private long published() {
        return history.size() + deletes();
    }

    private long deletes() {
        return history.stream().filter(event -> event.getKind() == PostEventKind.DELETE).count();
    }

    private JobRig rig(PostWireFormat format, String mapping) throws IOException {
        JobRig rig =
                JobRig.in(directory)
                        .set(PostFormatOptions.FORMAT, format)
                        .set(PostFormatOptions.MAPPING, mapping(mapping));
        return format == PostWireFormat.CONFLUENT_AVRO
                ? rig.set(RegistryOptions.URL, List.of(registry.url()))
                : rig;
    }

    private String mapping(String text) throws IOException {
        return Files.writeString(directory.resolve("posts.yaml"), text).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }
}
