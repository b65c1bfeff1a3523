package io.nearline.operators.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.model.ModelDecision;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.UndecodableRecordException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlDecoderTest {

    private final ControlDecoder decoder = new ControlDecoder();

    private static RawRecord record(String key, byte[] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        return new RawRecord("index-control", 0, 0, 0, List.of(), keyBytes, value, Origin.LIVE);
    }

    private static byte[] status(ModelState state) {
        ModelStatus status =
                ModelStatus.newBuilder()
                        .setModelName("m")
                        .setModelDigest("digest")
                        .setState(state)
                        .setBundleUri("s3://models/m")
                        .setSequence(5)
                        .setDecidedAt(Instant.EPOCH)
                        .build();
        return AvroCodec.of(ModelStatus.class).encode(status);
    }

    @Test
    void readsADecision() {
        assertThat(decoder.decode(record("m", status(ModelState.STAGED))))
                .map(DecidedRecord::decision)
                .contains(
                        new ModelDecision(
                                new ModelRef("m", "digest", "s3://models/m"),
                                ModelPhase.STAGED,
                                5));
    }

    @Test
    void passesOverWhatJobsSayOfThemselves() {
        assertThat(decoder.decode(record("m@serving", new byte[] {1}))).isEmpty();
        assertThat(decoder.decode(record("m@backfill/7", null))).isEmpty();
        assertThat(decoder.decode(record("m@something-new", new byte[] {1}))).isEmpty();
    }

    @Test
    void refusesBytesThatAreNoDecision() {
        assertThatThrownBy(() -> decoder.decode(record("m", new byte[] {1, 2})))
                .isInstanceOf(UndecodableRecordException.class);
    }

    @Test
    void refusesADecisionUnderAnotherModelsName() {
        assertUnusable(record("other", status(ModelState.STAGED)), "its key names other");
    }

    @Test
    void refusesARecordWithoutAKey() {
        assertUnusable(record(null, status(ModelState.STAGED)), "no key");
    }

    @Test
    void refusesATombstone() {
        assertUnusable(record("m", null), "publish it as RETIRED");
    }

    @Test
    void refusesAStateThatOnlyANewerVersionKnows() {
        assertUnusable(record("m", status(ModelState.UNKNOWN)), "upgrade the job first");
    }

    private void assertUnusable(RawRecord record, String message) {
        assertThatThrownBy(() -> decoder.decode(record))
                .isInstanceOf(UnusableDecisionException.class)
                .hasMessageContaining(message);
    }
}
