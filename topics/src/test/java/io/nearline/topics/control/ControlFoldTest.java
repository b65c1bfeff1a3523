package io.nearline.topics.control;

import static io.nearline.testkit.ControlRecords.report;
import static io.nearline.testkit.ControlRecords.serving;
import static io.nearline.testkit.ControlRecords.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import org.junit.jupiter.api.Test;

class ControlFoldTest {

    private final ControlFold fold = new ControlFold();

    @Test
    void anEmptyTopicHasNoActiveModel() {
        ControlView view = fold.view();

        assertThat(view.active()).isEmpty();
        assertThat(view.nextSequence()).isEqualTo(1);
        assertThat(view.unread()).isEmpty();
    }

    @Test
    void ofEveryKeyTheNewestRecordCounts() {
        apply(status("a", ModelState.STAGED, 1));
        apply(status("a", ModelState.CANDIDATE, 2));
        apply(serving("a", ServingState.SERVING));
        apply(report("b-1", "a", BackfillState.RUNNING));
        apply(report("b-1", "a", BackfillState.FINISHED));

        ControlView view = fold.view();

        assertThat(view.status("a").orElseThrow().getState()).isEqualTo(ModelState.CANDIDATE);
        assertThat(view.serving("a").orElseThrow().getState()).isEqualTo(ServingState.SERVING);
        assertThat(view.backfill("b-1").orElseThrow().getState()).isEqualTo(BackfillState.FINISHED);
    }

    @Test
    void ofTwoActiveModelsTheOneDecidedLaterIsActive() {
        apply(status("new", ModelState.ACTIVE, 5));
        apply(status("old", ModelState.ACTIVE, 3));

        assertThat(fold.view().active().orElseThrow().getModelName()).isEqualTo("new");
        assertThat(fold.view().nextSequence()).isEqualTo(6);
    }

    @Test
    void aDemotedModelIsNotActive() {
        apply(status("old", ModelState.ACTIVE, 1));
        apply(status("old", ModelState.CANDIDATE, 2));

        assertThat(fold.view().active()).isEmpty();
    }

    @Test
    void aTombstoneWithdrawsARecordButNoSequence() {
        apply(status("a", ModelState.ACTIVE, 7));
        fold.apply("a".getBytes(UTF_8), null);

        assertThat(fold.view().statuses()).isEmpty();
        assertThat(fold.view().nextSequence()).isEqualTo(8);
    }

    @Test
    void whatCannotBeReadIsCountedAndHidesNothing() {
        byte[] good = AvroCodec.of(ModelStatus.class).encode(status("a", ModelState.STAGED, 1));
        fold.apply(null, good);
        fold.apply("@serving".getBytes(UTF_8), good);
        fold.apply("a@newer-kind".getBytes(UTF_8), good);
        fold.apply("a".getBytes(UTF_8), new byte[] {1, 2, 3});
        fold.apply("a@serving".getBytes(UTF_8), good);
        fold.apply("other".getBytes(UTF_8), good);
        fold.apply("a".getBytes(UTF_8), good);

        ControlView view = fold.view();

        assertThat(view.statuses()).containsOnlyKeys("a");
        assertThat(view.unread())
                .containsEntry(Unread.NO_CONTROL_KEY, 2)
                .containsEntry(Unread.UNKNOWN_KIND, 1)
                .containsEntry(Unread.UNDECODABLE, 2)
                .containsEntry(Unread.MISPLACED, 1);
    }

    @Test
    void aViewStaysAsItWas() {
        apply(status("a", ModelState.STAGED, 1));
        ControlView before = fold.view();
        apply(status("b", ModelState.STAGED, 2));

        assertThat(before.statuses()).containsOnlyKeys("a");
        assertThat(fold.view().statuses()).containsOnlyKeys("a", "b");
    }

    private void apply(ModelStatus status) {
        fold.apply(
                ControlTopic.keyOf(status).toBytes(),
                AvroCodec.of(ModelStatus.class).encode(status));
    }

    private void apply(ModelServing serving) {
        fold.apply(
                ControlTopic.keyOf(serving).toBytes(),
                AvroCodec.of(ModelServing.class).encode(serving));
    }

    private void apply(BackfillReport report) {
        fold.apply(
                ControlTopic.keyOf(report).toBytes(),
                AvroCodec.of(BackfillReport.class).encode(report));
    }
}
