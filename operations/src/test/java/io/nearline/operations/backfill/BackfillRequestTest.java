package io.nearline.operations.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelId;
import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.BackfillRequest.BundlePlace;
import io.nearline.operations.backfill.range.FixedInput;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.submit.BackfillTarget;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.operations.settings.PostSelection;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.EmbedOptions;
import io.nearline.pipeline.config.OffsetRanges;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** What a job is told of a request. */
class BackfillRequestTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final FixedInput INPUT =
            new FixedInput(
                    Optional.of(OffsetRanges.parse("0:0-12")), Optional.of(NOW.minusSeconds(1)));

    private static BackfillRequest request(BackfillTarget target, GivenSettings given) {
        return new BackfillRequest(
                Optional.empty(),
                new ModelId("tiny", "0".repeat(64)),
                BundlePlace.ONLY_HERE,
                RangeRequest.everything(),
                target,
                Optional.empty(),
                LiveProtection.byDefault(),
                work(given));
    }

    private static BackfillWork work(GivenSettings given) {
        return new BackfillWork(
                KafkaAccess.at("localhost:9092"),
                Optional.of("/here/tiny"),
                Optional.empty(),
                Optional.empty(),
                PostSelection.all(),
                3,
                OptionalDouble.empty(),
                given);
    }

    private static Configuration rendered(BackfillRequest request) {
        return rendered(request, Optional.empty());
    }

    private static Configuration rendered(BackfillRequest request, Optional<String> bundleUri) {
        return request.settings(NOW, bundleUri, INPUT).toConfiguration();
    }

    @Test
    void isNamedAfterTheModelAndTheTime() {
        Configuration job = rendered(request(new ThisProcess(), GivenSettings.none()));

        assertThat(job.get(BackfillOptions.ID)).isEqualTo("tiny-20260301-100000");
        assertThat(job.get(BackfillOptions.STARTED_AT)).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void readsWhatWasFixed() {
        Configuration job = rendered(request(new ThisProcess(), GivenSettings.none()));

        assertThat(job.get(BackfillOptions.OFFSETS)).isEqualTo("0:0-12");
        assertThat(job.get(BackfillOptions.AS_OF)).isEqualTo("2026-03-01T09:59:59Z");
    }

    @Test
    void hasAWorkerForEverySubtaskInThisProcess() {
        GivenSettings none = GivenSettings.none();

        assertThat(rendered(request(new ThisProcess(), none)).get(EmbedOptions.WORKERS))
                .isEqualTo(3);
        assertThat(rendered(request(new Kubernetes("image"), none)).contains(EmbedOptions.WORKERS))
                .isFalse();
    }

    @Test
    void keepsTheWorkersThatWereGiven() {
        GivenSettings one = GivenSettings.overriding(Map.of(EmbedOptions.WORKERS.key(), "1"));

        assertThat(rendered(request(new ThisProcess(), one)).get(EmbedOptions.WORKERS))
                .isEqualTo(1);
    }

    @Test
    void saysWhereOthersFindTheBundle() {
        BackfillRequest request = request(new Kubernetes("image"), GivenSettings.none());

        assertThat(rendered(request, Optional.of("s3://models/tiny")).get(BackfillOptions.BUNDLE))
                .isEqualTo("s3://models/tiny");
    }

    @Test
    void doesNotTellItsSettings() {
        String key = "nearline.kafka.properties.sasl.password";
        BackfillRequest request =
                request(
                        new ThisProcess(),
                        new GivenSettings(Map.of(key, "secret"), Map.of(key, "secret")));

        assertThat(request.toString()).doesNotContain("secret").contains("2 settings");
        assertThat(request.settings().toString()).doesNotContain("secret");
    }

    @Test
    void refusesToWorkWithNoCore() {
        assertThatThrownBy(
                        () ->
                                new BackfillWork(
                                        KafkaAccess.at("localhost:9092"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        PostSelection.all(),
                                        0,
                                        OptionalDouble.empty(),
                                        GivenSettings.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("parallelism is 0; use 1 or more");
    }
}
