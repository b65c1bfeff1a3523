package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.topics.control.ControlFold;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PurgeRuleTest {

    private final ControlFold control = new ControlFold();
    private Instant now = Instant.parse("2026-06-01T00:00:00Z");

    private void decided(ModelState state) {
        control.apply(
                ControlKey.status("m").toBytes(),
                AvroCodec.of(ModelStatus.class).encode(ControlRecords.status("m", state, 1)));
    }

    private void jobSays(ServingState state) {
        jobSays(ControlRecords.serving("m", state));
    }

    private void jobSays(ModelServing serving) {
        control.apply(
                ControlKey.serving("m").toBytes(),
                AvroCodec.of(ModelServing.class).encode(serving));
    }

    private void require() {
        PurgeRule.require(control.view(), "m", now);
    }

    @ParameterizedTest
    @EnumSource(value = ModelState.class, names = "RETIRED", mode = Mode.EXCLUDE)
    void refusesAModelThatIsNotRetired(ModelState state) {
        decided(state);
        jobSays(ServingState.STOPPED);

        assertThatThrownBy(this::require)
                .isInstanceOf(DecisionRefusedException.class)
                .hasMessageContainingAll(state.toString(), "nearline rollout retire m");
    }

    @Test
    void refusesAModelThatTheLiveJobStillServes() {
        decided(ModelState.RETIRED);
        jobSays(ServingState.SERVING);

        assertThatThrownBy(this::require)
                .isInstanceOf(DecisionRefusedException.class)
                .hasMessageContainingAll("SERVING", "rollout status", "STOPPED");
    }

    /** The keys have its name, not its digest. */
    @Test
    void refusesANameThatServesWithAnotherBundle() {
        decided(ModelState.RETIRED);
        jobSays(
                ModelServing.newBuilder(ControlRecords.serving("m", ServingState.SERVING))
                        .setModelDigest("f".repeat(64))
                        .build());

        assertThatThrownBy(this::require).isInstanceOf(DecisionRefusedException.class);
    }

    @Test
    void refusesWhileWhatWasInFlightMayBePublished() {
        decided(ModelState.RETIRED);
        ModelServing stopped = ControlRecords.serving("m", ServingState.STOPPED);
        jobSays(stopped);

        now = stopped.getSince().plus(Duration.ofMinutes(9));
        assertThatThrownBy(this::require)
                .isInstanceOf(DecisionRefusedException.class)
                .hasMessageContaining("purge it after 2026-01-01T00:10:00Z");

        now = stopped.getSince().plus(Duration.ofMinutes(10));
        assertThatCode(this::require).doesNotThrowAnyException();
    }

    @Test
    void refusesAModelOfWhichNothingIsKnown() {
        assertThatThrownBy(this::require)
                .isInstanceOf(DecisionRefusedException.class)
                .hasMessageContaining("there is no model m");
    }
}
