package io.nearline.operations.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.operations.JobSettings;
import io.nearline.operations.backfill.BackfillRequest.BundlePlace;
import io.nearline.operations.backfill.range.FixedInput;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.submit.BackfillTarget;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.config.OffsetRanges;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** What a job is told of a request. */
class BackfillRequestTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final FixedInput INPUT =
            new FixedInput(
                    Optional.of(OffsetRanges.parse("0:0-12")), Optional.of(NOW.minusSeconds(1)));

    private static BackfillRequest request(BackfillTarget target, Map<String, String> settings) {
        return new BackfillRequest(
                Optional.empty(),
                new ModelId("tiny", "0".repeat(64)),
                BundlePlace.ONLY_HERE,
                RangeRequest.everything(),
                target,
                JobSettings.of(settings));
    }

    private static Configuration rendered(BackfillRequest request) {
        return request.render(NOW, Optional.empty(), INPUT);
    }

    @Test
    void isNamedAfterTheModelAndTheTime() {
        Configuration job = rendered(request(new ThisProcess(), Map.of()));

        assertThat(job.get(BackfillOptions.ID)).isEqualTo("tiny-20260301-100000");
        assertThat(job.get(BackfillOptions.STARTED_AT)).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void readsWhatWasFixed() {
        Configuration job = rendered(request(new ThisProcess(), Map.of()));

        assertThat(job.get(BackfillOptions.OFFSETS)).isEqualTo("0:0-12");
        assertThat(job.get(BackfillOptions.AS_OF)).isEqualTo("2026-03-01T09:59:59Z");
    }

    @Test
    void hasAWorkerForEverySubtaskInThisProcess() {
        Map<String, String> settings = Map.of("parallelism.default", "3");

        assertThat(rendered(request(new ThisProcess(), settings)).get(JobOptions.WORKERS))
                .isEqualTo(3);
        assertThat(
                        rendered(request(new Kubernetes("image"), settings))
                                .contains(JobOptions.WORKERS))
                .isFalse();
    }

    @Test
    void keepsTheWorkersThatWereGiven() {
        Map<String, String> settings =
                Map.of("parallelism.default", "3", JobOptions.WORKERS.key(), "1");

        assertThat(rendered(request(new ThisProcess(), settings)).get(JobOptions.WORKERS))
                .isEqualTo(1);
    }

    @Test
    void saysWhereOthersFindTheBundle() {
        Configuration job =
                request(new Kubernetes("image"), Map.of(BackfillOptions.BUNDLE.key(), "/here/tiny"))
                        .render(NOW, Optional.of("s3://models/tiny"), INPUT);

        assertThat(job.get(BackfillOptions.BUNDLE)).isEqualTo("s3://models/tiny");
    }

    @Test
    void doesNotTellItsSettings() {
        BackfillRequest request =
                request(
                        new ThisProcess(),
                        Map.of("nearline.kafka.properties.sasl.password", "secret"));

        assertThat(request.toString()).doesNotContain("secret").contains("1 settings");
    }
}
