package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.testkit.ProjectFiles;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every awkward record that we could think of, in one run of the job with the real int8 model. */
@Timeout(120)
class AwkwardPostsITCase {

    private static final String MARK = AwkwardPosts.MARK;
    private static final int WINDOW = AwkwardPosts.WINDOW;
    private static final String MODEL = ProjectFiles.int8Bundle().getFileName().toString();

    @TempDir private static Path directory;

    private static RawPosts posts;
    private static List<IndexUpdate> updates;
    private static List<DeadLetter> deadLetters;
    private static Meters meters;
    private static long restarts;
    private static List<String> log;

    @BeforeAll
    static void runAll() throws Exception {
        try (JobRig rig = JobRig.in(directory);
                CapturedLog captured = CapturedLog.open();
                RunningJob job = rig.startWithBundles()) {
            posts = new RawPosts(rig.topics());
            new AwkwardPosts(posts).publish();
            job.awaitRead(posts.count());
            job.drain();
            updates = rig.topics().updates();
            deadLetters = rig.topics().deadLetters();
            meters = job.meters();
            restarts = job.restarts();
            log = List.copyOf(captured.lines());
        }
    }

    @Test
    void everyRecordEndsAsAnUpdateASkipOrADeadLetter() {
        long skipped = meters.count(MetricNames.POSTS_SKIPPED);

        assertThat(meters.count(MetricNames.POSTS_READ)).isEqualTo(posts.count());
        assertThat(updates.size() + skipped + deadLetters.size()).isEqualTo(posts.count());
        assertThat(restarts).isZero();
    }

    @Test
    void theMetricsAgreeWithTheTopics() {
        assertThat(meters.count(MetricNames.UPDATES, MetricNames.KIND, "upsert"))
                .isEqualTo(count(UpdateKind.UPSERT));
        assertThat(meters.count(MetricNames.UPDATES, MetricNames.KIND, "delete"))
                .isEqualTo(count(UpdateKind.DELETE));
        assertThat(meters.count(MetricNames.DEAD_LETTERS, MetricNames.STAGE, "decode"))
                .isEqualTo(deadLetters.size());
    }

    @ParameterizedTest
    @CsvSource({"stale, 2", "repeated, 1", "unchanged, 1", "empty, 2", "tombstone, 1"})
    void countsSkipsByReason(String reason, long expected) {
        assertThat(meters.count(MetricNames.POSTS_SKIPPED, MetricNames.REASON, reason))
                .isEqualTo(expected);
    }

    @Test
    void publishesCreateEditAndDeleteInOrder() {
        assertThat(updatesOf("edited"))
                .extracting(IndexUpdate::getRevision, IndexUpdate::getKind)
                .containsExactly(
                        tuple(1L, UpdateKind.UPSERT),
                        tuple(2L, UpdateKind.UPSERT),
                        tuple(3L, UpdateKind.DELETE));
    }

    @ParameterizedTest
    @CsvSource({"late, 5", "late-after-delete, 5", "repeated, 1"})
    void publishesNothingForWhatIsNotNewer(String post, long revision) {
        assertThat(updatesOf(post)).extracting(IndexUpdate::getRevision).containsExactly(revision);
    }

    @Test
    void publishesNewAttributesWithTheVectorThatIsThere() {
        List<IndexUpdate> both = updatesOf("attributes");

        assertThat(both)
                .extracting(update -> update.getAttributes().get("likes"))
                .containsExactly("1", "2");
        assertThat(both.get(1).getVector()).isEqualTo(both.get(0).getVector());
        assertThat(both.get(1).getEmbeddedAt()).isEqualTo(both.get(0).getEmbeddedAt());
    }

    @Test
    void runsTheModelOnceForEveryText() {
        long asked = meters.count(MetricNames.POSTS_ADMITTED, MetricNames.ACTION, "embed");
        long texts =
                updates.stream()
                        .filter(update -> update.getKind() == UpdateKind.UPSERT)
                        .map(IndexUpdate::getContentHash)
                        .distinct()
                        .count();

        assertThat(meters.values(MetricNames.INFERENCE_MICROS, MetricNames.MODEL, MODEL))
                .isEqualTo(texts)
                .isEqualTo(asked - meters.count(MetricNames.CACHE_HITS, MetricNames.MODEL, MODEL));
        assertThat(meters.count(MetricNames.POSTS_ADMITTED, MetricNames.ACTION, "reuse"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty-create", "only-nuls"})
    void publishesNothingForAPostCreatedWithoutText(String post) {
        assertThat(updatesOf(post)).isEmpty();
    }

    @Test
    void withdrawsAPostThatLostItsText() {
        assertThat(updatesOf("empty-edit"))
                .extracting(IndexUpdate::getKind)
                .containsExactly(UpdateKind.UPSERT, UpdateKind.DELETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"window", "huge"})
    void saysThatALongTextWasTruncated(String post) {
        assertThat(onlyUpdateOf(post))
                .returns(true, IndexUpdate::getTruncated)
                .returns(WINDOW, IndexUpdate::getTokenCount);
        assertThat(meters.count(MetricNames.TRUNCATIONS, MetricNames.MODEL, MODEL)).isEqualTo(2);
        assertThat(meters.count(MetricNames.TEXTS_CUT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "emoji", "right-to-left", "no-spaces", "control", "huge"})
    void givesEveryScriptAVectorOfLengthOne(String post) {
        double squares = 0;
        for (float x : vector(onlyUpdateOf(post))) {
            squares += (double) x * x;
        }

        assertThat(squares).isCloseTo(1, within(1e-5));
        assertThat(onlyUpdateOf(post).getModelDigest()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lone-surrogate", "invalid-utf8", "nul"})
    void embedsBrokenTextAsIfOnlyTheRestHadBeenSent(String post) {
        assertThat(onlyUpdateOf(post).getVector()).isEqualTo(onlyUpdateOf("plain").getVector());
        assertThat(meters.count(MetricNames.TEXTS_REPAIRED)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "no-bytes, UndecodableRecordException",
        "garbage, UndecodableRecordException",
        "unknown-schema, UndecodableRecordException",
        "cut-off, UndecodableRecordException",
        "unknown-kind, InvalidPostException",
        "blank-id, InvalidPostException",
        "long-id, InvalidPostException",
        "negative-revision, InvalidPostException",
        "huge-garbage, UndecodableRecordException",
        "huge-invalid, InvalidPostException",
    })
    void keepsWhatIsNoPostAsADeadLetterWithAllItsBytes(String name, String reason) {
        DeadLetter letter = letterOf(name);

        assertThat(letter)
                .returns(DeadLetterStage.DECODE, DeadLetter::getStage)
                .returns(reason, DeadLetter::getReasonClass)
                .returns(TopicPlan.POSTS.defaultName(), DeadLetter::getTopic)
                .returns(false, DeadLetter::getRetryable);
        assertThat(bytes(letter.getValue())).isEqualTo(posts.value(name));
        assertThat(text(letter.getKey())).isEqualTo(name);
    }

    @Test
    void makesDeadLettersOfNothingElse() {
        assertThat(deadLetters)
                .extracting(AwkwardPostsITCase::caseOf)
                .containsExactlyInAnyOrderElementsOf(
                        Set.of(
                                "no-bytes",
                                "garbage",
                                "unknown-schema",
                                "cut-off",
                                "unknown-kind",
                                "blank-id",
                                "long-id",
                                "negative-revision",
                                "huge-garbage",
                                "huge-invalid"));
    }

    @Test
    void quotesNoPostInAMessageOrTheLog() {
        assertThat(deadLetters)
                .extracting(DeadLetter::getMessage)
                .allSatisfy(message -> assertThat(message).isNotBlank().doesNotContain(MARK));
        assertThat(log).isNotEmpty().noneMatch(line -> line.contains(MARK));
    }

    private static List<IndexUpdate> updatesOf(String postId) {
        return updates.stream().filter(update -> update.getPostId().equals(postId)).toList();
    }

    private static IndexUpdate onlyUpdateOf(String postId) {
        assertThat(updatesOf(postId)).hasSize(1);
        return updatesOf(postId).get(0);
    }

    private static long count(UpdateKind kind) {
        return updates.stream().filter(update -> update.getKind() == kind).count();
    }

    private static DeadLetter letterOf(String name) {
        List<DeadLetter> found =
                deadLetters.stream().filter(letter -> caseOf(letter).equals(name)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String caseOf(DeadLetter letter) {
        return letter.getHeaders().stream()
                .filter(header -> header.getKey().equals(RawPosts.CASE))
                .map(header -> text(header.getValue()))
                .findFirst()
                .orElseThrow();
    }

    private static float[] vector(IndexUpdate update) {
        return VectorCodec.decode(
                new EncodedVector(
                        update.getVectorEncoding(),
                        update.getVectorScale(),
                        bytes(update.getVector())),
                update.getDimensions());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer buffer) {
        return new String(bytes(buffer), StandardCharsets.UTF_8);
    }
}
