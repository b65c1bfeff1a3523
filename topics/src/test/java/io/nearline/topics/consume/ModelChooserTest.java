package io.nearline.topics.consume;

import static io.nearline.testkit.ControlRecords.digest;
import static io.nearline.testkit.ControlRecords.serving;
import static io.nearline.testkit.ControlRecords.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.topics.consume.ModelChoice.Reason;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelChooserTest {

    private ModelChooser chooser = new ModelChooser(Optional.empty());

    @Test
    void beforeAnythingIsSaidNoModelIsQueriedAndNoneIsDropped() {
        ModelChoice choice = choose();

        assertThat(choice.queried()).isEmpty();
        assertThat(choice.reason()).isEqualTo(Reason.NONE_SERVING);
        assertThat(choice.keeps("any")).isTrue();
    }

    @Test
    void theActiveModelIsQueried() {
        say(serving("a", ServingState.SERVING));
        say(serving("b", ServingState.SERVING));
        say(status("a", ModelState.CANDIDATE, 1));
        say(status("b", ModelState.ACTIVE, 2));

        ModelChoice choice = chooser.choose(Optional.of(model("a")), Set.of());

        assertThat(choice.queried()).contains(model("b"));
        assertThat(choice.reason()).isEqualTo(Reason.ACTIVE);
        assertThat(choice.others()).containsExactly(model("a"));
    }

    @Test
    void ofTwoActiveModelsTheOneDecidedLastIsQueried() {
        say(status("b", ModelState.ACTIVE, 5));
        say(status("a", ModelState.ACTIVE, 3));

        assertThat(choose().queried()).contains(model("b"));
    }

    @Test
    void theModelThatTheActiveOneReplacedIsTheFormerOne() {
        say(status("a", ModelState.CANDIDATE, 4));
        say(status("c", ModelState.CANDIDATE, 2));
        say(ModelStatus.newBuilder(status("b", ModelState.ACTIVE, 3)).setReplaces("a").build());

        assertThat(choose().former()).contains(model("a"));
        assertThat(choose().others()).containsExactly(model("c"));
    }

    @Test
    void aRetiredFormerModelIsNone() {
        say(status("a", ModelState.RETIRED, 4));
        say(ModelStatus.newBuilder(status("b", ModelState.ACTIVE, 3)).setReplaces("a").build());

        assertThat(choose().former()).isEmpty();
        assertThat(choose().retired()).containsExactly("a");
        assertThat(choose().keeps("a")).isFalse();
    }

    @Test
    void aDecisionWithALowerSequenceIsOutdated() {
        say(status("a", ModelState.ACTIVE, 7));
        say(status("a", ModelState.REJECTED, 6));

        assertThat(choose().queried()).contains(model("a"));
    }

    @Test
    void ofDecisionsWithOneSequenceTheLaterRecordCounts() {
        say(status("a", ModelState.ACTIVE, 7));
        say(status("a", ModelState.CANDIDATE, 7));

        assertThat(choose().queried()).isEmpty();
    }

    @Test
    void withoutAnActiveModelQueriesStayWhereTheyWere() {
        say(serving("a", ServingState.STOPPED));
        say(serving("b", ServingState.SERVING));
        say(status("a", ModelState.CANDIDATE, 1));

        ModelChoice choice = chooser.choose(Optional.of(model("a")), Set.of());

        assertThat(choice.queried()).contains(model("a"));
        assertThat(choice.reason()).isEqualTo(Reason.QUERIED_BEFORE);
    }

    @Test
    void queriesDoNotStayWithARetiredModel() {
        say(serving("b", ServingState.SERVING));
        say(status("a", ModelState.RETIRED, 1));

        ModelChoice choice = chooser.choose(Optional.of(model("a")), Set.of());

        assertThat(choice.queried()).contains(model("b"));
        assertThat(choice.reason()).isEqualTo(Reason.ONLY_ONE_SERVING);
    }

    @Test
    void severalServedModelsAndNoActiveOneLeaveItToTheConfiguration() {
        say(serving("a", ServingState.SERVING));
        say(serving("b", ServingState.SERVING));

        assertThat(choose().queried()).isEmpty();
        assertThat(choose().reason()).isEqualTo(Reason.SEVERAL_SERVING);

        chooser = new ModelChooser(Optional.of("b"));
        say(serving("a", ServingState.SERVING));
        say(serving("b", ServingState.SERVING));

        assertThat(choose().queried()).contains(model("b"));
        assertThat(choose().reason()).isEqualTo(Reason.CONFIGURED);
    }

    @Test
    void aRejectedModelIsNeitherQueriedNorDropped() {
        say(status("a", ModelState.REJECTED, 1));

        assertThat(choose().queried()).isEmpty();
        assertThat(choose().others()).isEmpty();
        assertThat(choose().keeps("a")).isTrue();
    }

    @Test
    void aDroppedModelStaysDroppedAndIsToldWhenItIsInUseAgain() {
        say(status("a", ModelState.STAGED, 8));

        assertThat(chooser.choose(Optional.empty(), Set.of("a")).retired()).containsExactly("a");
        assertThat(chooser.returned(Set.of("a"))).isEmpty();

        say(status("a", ModelState.CANDIDATE, 9));

        assertThat(chooser.returned(Set.of("a"))).containsExactly("a");
    }

    @Test
    void whatCannotBeReadIsCountedAndHidesNothing() {
        say(status("a", ModelState.ACTIVE, 1));
        byte[] value = AvroCodec.of(ModelStatus.class).encode(status("a", ModelState.RETIRED, 2));
        chooser.apply("a".getBytes(UTF_8), new byte[] {1, 2, 3});
        chooser.apply("b".getBytes(UTF_8), value);
        chooser.apply("a@newer".getBytes(UTF_8), value);
        chooser.apply(null, value);

        assertThat(choose().queried()).contains(model("a"));
        assertThat(chooser.unread().values()).containsOnly(1).hasSize(4);
    }

    private ModelChoice choose() {
        return chooser.choose(Optional.empty(), Set.of());
    }

    private void say(ModelStatus status) {
        chooser.apply(
                ControlKey.status(status.getModelName()).toBytes(),
                AvroCodec.of(ModelStatus.class).encode(status));
    }

    private void say(ModelServing serving) {
        chooser.apply(
                ControlKey.serving(serving.getModelName()).toBytes(),
                AvroCodec.of(ModelServing.class).encode(serving));
    }

    private static ModelIdentity model(String name) {
        return new ModelIdentity(name, digest(name));
    }
}
