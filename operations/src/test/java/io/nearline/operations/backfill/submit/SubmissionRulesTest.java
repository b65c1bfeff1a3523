package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ServingState;
import io.nearline.topics.control.ControlView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final ModelId MODEL = new ModelId("new", "a".repeat(64));

    @Test
    void letsABackfillOfAServedModelStart() {
        assertThat(refusals(view(serving(ServingState.SERVING)), NOW)).isEmpty();
    }

    @Test
    void refusesAModelThatTheLiveJobDoesNotKnow() {
        assertThat(refusals(view(), NOW))
                .singleElement()
                .asString()
                .contains("does not serve new", "rollout stage", "nearline.models.serve");
    }

    @Test
    void refusesAModelThatTheLiveJobRefusedAndSaysWhy() {
        assertThat(refusals(view(serving(ServingState.REFUSED)), NOW))
                .singleElement()
                .asString()
                .contains("REFUSED", "its golden vectors differ");
    }

    @Test
    void refusesAnotherBundleOfTheSameName() {
        ModelServing other =
                ModelServing.newBuilder(serving(ServingState.SERVING))
                        .setModelDigest("b".repeat(64))
                        .build();

        assertThat(refusals(view(other), NOW))
                .singleElement()
                .asString()
                .contains("b".repeat(64), "a".repeat(64));
    }

    @Test
    void refusesASecondBackfillOfTheModelWhileOneRuns() {
        ControlView running =
                view(serving(ServingState.SERVING), report("first", BackfillState.RUNNING));

        assertThat(refusals(running, NOW))
                .singleElement()
                .asString()
                .contains("first", "cancel first");
    }

    @Test
    void letsABackfillStartAfterAnotherOfTheModelHasFinished() {
        ControlView finished =
                view(serving(ServingState.SERVING), report("first", BackfillState.FINISHED));

        assertThat(refusals(finished, NOW)).isEmpty();
    }

    @Test
    void refusesAnIdThatIsTaken() {
        ControlView taken =
                view(serving(ServingState.SERVING), report("night", BackfillState.PAUSED));

        assertThat(refusals(taken, NOW))
                .singleElement()
                .asString()
                .contains("night", "another --id", "resume night");
    }

    @Test
    void refusesASourceOlderThanWhatTheLiveJobRemembers() {
        Instant old = NOW.minus(Duration.ofDays(90));

        assertThat(refusals(view(serving(ServingState.SERVING)), old))
                .singleElement()
                .asString()
                .contains(old.toString(), "nearline.state.admit-ttl", "90 d");
        assertThat(refusals(view(serving(ServingState.SERVING)), old.plusSeconds(1))).isEmpty();
    }

    @Test
    void warnsOfPostsBetweenTheRangeAndTheFirstThatTheLiveJobEmbeds() {
        SubmissionRules rules = rules(view(serving(ServingState.SERVING)));

        assertThat(rules.warnings(MODEL, NOW.minusSeconds(61)))
                .singleElement()
                .asString()
                .contains("no vector");
        assertThat(rules.warnings(MODEL, NOW)).isEmpty();
    }

    private static List<String> refusals(ControlView view, Instant asOf) {
        return rules(view).refusals("night", MODEL, Optional.of(asOf));
    }

    private static SubmissionRules rules(ControlView view) {
        return new SubmissionRules(view, Duration.ofDays(90), NOW);
    }

    private static ControlView view() {
        return new ControlView(Map.of(), Map.of(), Map.of(), 0, Map.of());
    }

    private static ControlView view(ModelServing serving, BackfillReport... reports) {
        Map<String, BackfillReport> byId = new LinkedHashMap<>();
        for (BackfillReport report : reports) {
            byId.put(report.getBackfillId(), report);
        }
        return new ControlView(
                Map.of(), Map.of(serving.getModelName(), serving), byId, 0, Map.of());
    }

    private static ModelServing serving(ServingState state) {
        return ModelServing.newBuilder()
                .setModelName(MODEL.name())
                .setModelDigest(MODEL.digest())
                .setState(state)
                .setReason(state == ServingState.REFUSED ? "its golden vectors differ" : null)
                .setJobId("job")
                .setSince(NOW.minusSeconds(60))
                .build();
    }

    private static BackfillReport report(String id, BackfillState state) {
        return BackfillReport.newBuilder()
                .setBackfillId(id)
                .setModelName(MODEL.name())
                .setModelDigest(MODEL.digest())
                .setState(state)
                .setSource("posts")
                .setAsOf(NOW)
                .setJobId("job")
                .setStartedAt(NOW)
                .setUpdatedAt(NOW)
                .build();
    }
}
