package io.nearline.topics.consume;

import static io.nearline.testkit.ControlRecords.digest;
import static io.nearline.testkit.ControlRecords.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.UpdateKind;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.TopicState;
import io.nearline.topics.consume.RebuildRequiredException.Cause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdateIngestTest {

    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final ConsumerOptions OPTIONS =
            ConsumerOptions.defaults()
                    .withCommits(4, Duration.ofSeconds(10))
                    .withRememberDeletes(Duration.ofDays(7));

    private final MapStore.Disk disk = new MapStore.Disk();
    private Instant now = Instant.parse("2026-01-10T00:00:00Z");
    private MapStore store;
    private UpdateIngest ingest;
    private long next;

    @BeforeEach
    void begin() throws IOException {
        restart(topic(0, 0));
    }

    @Test
    void aSnapshotIsCompleteOnceAllIsAppliedThatWasThereAtTheBeginning() throws IOException {
        ingest.mark(Map.of(0, 2L), now, ingest.wanted());
        take(Updates.upsert("p1", 1, "a"));
        ingest.settle();
        assertThat(ingest.position().complete()).isFalse();

        take(Updates.upsert("p2", 1, "a"));
        ingest.settle();

        assertThat(disk.position().complete()).isTrue();
        assertThat(disk.position().offsets()).containsExactly(Map.entry(0, 2L));
    }

    @Test
    void anEmptyTopicIsACompleteSnapshot() throws IOException {
        ingest.mark(Map.of(0, 0L), now, ingest.wanted());
        ingest.settle();

        assertThat(disk.position().complete()).isTrue();
    }

    @Test
    void aPromotedModelIsQueriedOnceAllIsAppliedThatWasPublishedBefore() throws IOException {
        say(status("a", ModelState.ACTIVE, 1));
        markAndSettle(0);
        assertThat(store.queriedNow()).isEqualTo(model("a"));

        say(status("b", ModelState.ACTIVE, 2));
        assertThat(ingest.isChoicePending()).isTrue();
        ingest.mark(Map.of(0, 2L), now, ingest.wanted());
        take(Updates.upsert("p1", 1, "b"));
        ingest.settle();
        assertThat(store.queriedNow()).isEqualTo(model("a"));

        take(Updates.upsert("p2", 1, "b"));
        ingest.settle();

        assertThat(store.queriedNow()).isEqualTo(model("b"));
        assertThat(disk.position().queried()).contains(model("b"));
        assertThat(ingest.isChoicePending()).isFalse();
    }

    @Test
    void aMarkThatWasSetBeforeAPromotionDoesNotLetItHold() throws IOException {
        say(status("a", ModelState.ACTIVE, 1));
        markAndSettle(0);
        ingest.mark(Map.of(0, 1L), now, ingest.wanted());
        say(status("b", ModelState.ACTIVE, 2));

        take(Updates.upsert("p1", 1, "b"));
        ingest.settle();

        assertThat(store.queriedNow()).isEqualTo(model("a"));
        assertThat(ingest.isChoicePending()).isTrue();
        assertThat(ingest.wantsMark()).isTrue();
    }

    @Test
    void aPromotionReadBetweenAQuestionAndItsAnswerWaitsForTheNext() throws IOException {
        say(status("a", ModelState.ACTIVE, 1));
        markAndSettle(0);
        ModelChoice saidWhenAsked = ingest.wanted();
        say(status("b", ModelState.ACTIVE, 2));

        ingest.mark(Map.of(0, 0L), now, saidWhenAsked);
        ingest.settle();

        assertThat(store.queriedNow()).isEqualTo(model("a"));
        assertThat(ingest.isChoicePending()).isTrue();
    }

    @Test
    void aRetiredModelIsDroppedAndStaysSoOverARestart() throws IOException {
        say(status("a", ModelState.ACTIVE, 1));
        take(Updates.upsert("p1", 1, "b"));
        markAndSettle(1);
        say(status("b", ModelState.RETIRED, 2));
        markAndSettle(1);
        assertThat(store.posts()).isEmpty();

        restart(topic(0, 1));
        take(Updates.upsert("p2", 1, "b"));

        assertThat(ingest.counts()).containsEntry(Outcome.RETIRED_MODEL, 1L);
        assertThat(store.posts()).isEmpty();
    }

    @Test
    void aDroppedModelThatIsInUseAgainNeedsARebuild() throws IOException {
        say(status("b", ModelState.RETIRED, 2));
        markAndSettle(0);

        assertThatThrownBy(() -> say(status("b", ModelState.ACTIVE, 3)))
                .isInstanceOfSatisfying(
                        RebuildRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(Cause.MODEL_RETURNED));
    }

    @Test
    void queriesGoOnWithTheSameModelWhenIndexControlIsMadeAnew() throws IOException {
        say(status("a", ModelState.ACTIVE, 1));
        markAndSettle(0);

        ingest.forgetControl();
        ingest.decide();
        markAndSettle(0);

        assertThat(store.queriedNow()).isEqualTo(model("a"));
        assertThat(store.choice().reason()).isEqualTo(ModelChoice.Reason.QUERIED_BEFORE);
    }

    @Test
    void aCommitIsDueAfterSoManyRecords() throws IOException {
        for (int i = 0; i < 3; i++) {
            take(Updates.upsert("p" + i, 1, "a"));
            ingest.settle();
        }
        assertThat(disk.commits()).isZero();

        take(Updates.upsert("p4", 1, "a"));
        ingest.settle();

        assertThat(disk.commits()).isEqualTo(1);
        assertThat(disk.position().offsets()).containsExactly(Map.entry(0, 4L));
    }

    @Test
    void aCommitIsDueWhenARecordHasWaitedLongEnough() throws IOException {
        now = now.plusSeconds(60);
        take(Updates.upsert("p1", 1, "a"));
        now = now.plusSeconds(9);
        ingest.settle();
        assertThat(disk.commits()).isZero();

        now = now.plusSeconds(1);
        ingest.settle();

        assertThat(disk.commits()).isEqualTo(1);
    }

    @Test
    void anIdleConsumerCommitsNowAndThenThatItIsUpToDate() throws IOException {
        markAndSettle(0);
        int commits = disk.commits();
        for (int minute = 0; minute < 120; minute++) {
            now = now.plus(Duration.ofMinutes(1));
            markAndSettle(0);
        }

        assertThat(disk.commits()).isEqualTo(commits + 2);
        assertThat(disk.position().caughtUpAt()).isAfterOrEqualTo(now.minus(Duration.ofHours(1)));
    }

    @Test
    void deletesAreForgottenAfterTheirTime() throws IOException {
        take(Updates.delete("p1", 1, "a"));
        now = now.plus(Duration.ofDays(6));
        take(Updates.delete("p2", 1, "a"));
        ingest.commit();
        assertThat(store.rememberedDeletes()).isEqualTo(2);

        now = now.plus(Duration.ofDays(2));
        ingest.commit();

        assertThat(store.rememberedDeletes()).isEqualTo(1);
        assertThat(store.revision(new IndexKey("p2", "a"))).hasValue(1);
    }

    @Test
    void whatNeedsAnUpgradeIsRememberedWithThePosition() throws IOException {
        IndexUpdate update = Updates.upsert("p1", 1, "a");
        take(IndexUpdate.newBuilder(update).setKind(UpdateKind.UNKNOWN).build());
        ingest.commit();

        restart(topic(0, 1));

        assertThat(ingest.position().skipped()).isEqualTo(1);
    }

    @Test
    void freshnessIsThatOfLiveUpdatesBehindTheSnapshot() throws IOException {
        take(at(now.minusSeconds(900)));
        markAndSettle(1);
        take(at(now.minusMillis(250)));

        assertThat(ingest.freshness().percentile(0.99)).contains(Duration.ofMillis(250));
        assertThat(ingest.freshness().percentile(0.5)).contains(Duration.ofMillis(250));
    }

    @Test
    void aTopicThatWasMadeAnewNeedsARebuild() throws IOException {
        ingest.commit();

        assertThatThrownBy(
                        () -> restart(new TopicState(new Uuid(9, 9), Map.of(0, 0L), Map.of(0, 0L))))
                .isInstanceOfSatisfying(
                        RebuildRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(Cause.TOPIC_MADE_ANEW))
                .hasMessageContaining("index-updates")
                .hasMessageContaining("Delete the store");
    }

    @Test
    void recordsThatAreGoneNeedARebuild() throws IOException {
        take(Updates.upsert("p1", 1, "a"));
        ingest.commit();

        assertThatThrownBy(() -> restart(topic(2, 5)))
                .isInstanceOfSatisfying(
                        RebuildRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(Cause.RECORDS_GONE));
    }

    @Test
    void aTopicThatEndsBeforeThePositionNeedsARebuild() throws IOException {
        take(Updates.upsert("p1", 1, "a"));
        ingest.commit();

        assertThatThrownBy(() -> restart(topic(0, 0)))
                .isInstanceOfSatisfying(
                        RebuildRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(Cause.TOPIC_CUT));
    }

    @Test
    void aStoreThatWasNotUpToDateForTooLongNeedsARebuild() throws IOException {
        markAndSettle(0);
        now = now.plus(MONTH);
        restart(topic(0, 0));
        now = now.plusSeconds(1);

        assertThatThrownBy(() -> restart(topic(0, 0)))
                .isInstanceOfSatisfying(
                        RebuildRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(Cause.PAUSED_TOO_LONG))
                .hasMessageContaining("longestPause");
    }

    @Test
    void aNewPartitionIsReadFromItsBeginning() {
        assertThat(
                        ingest.check(
                                new TopicState(TOPIC, Map.of(0, 0L, 1, 3L), Map.of(0, 9L, 1, 7L)),
                                MONTH))
                .containsExactly(Map.entry(1, 3L));
        assertThat(ingest.position().offsets()).containsEntry(1, 3L);
    }

    private void restart(TopicState topic) throws IOException {
        store = new MapStore(disk);
        ingest = new UpdateIngest(store, OPTIONS, () -> now);
        ingest.begin(topic, MONTH);
        next = ingest.position().offsets().get(0);
    }

    private void take(IndexUpdate update) throws IOException {
        ingest.update(Updates.key(update), Updates.value(update));
        ingest.advance(0, ++next);
    }

    private void say(ModelStatus status) {
        ingest.control(
                ControlKey.status(status.getModelName()).toBytes(),
                AvroCodec.of(ModelStatus.class).encode(status));
        ingest.decide();
    }

    private void markAndSettle(long end) throws IOException {
        ingest.mark(Map.of(0, end), now, ingest.wanted());
        ingest.settle();
    }

    private static IndexUpdate at(Instant eventTime) {
        return IndexUpdate.newBuilder(Updates.upsert("p1", 1, "a")).setEventTime(eventTime).build();
    }

    private static ModelIdentity model(String name) {
        return new ModelIdentity(name, digest(name));
    }

    private static TopicState topic(long beginning, long end) {
        return new TopicState(TOPIC, Map.of(0, beginning), Map.of(0, end));
    }
}
