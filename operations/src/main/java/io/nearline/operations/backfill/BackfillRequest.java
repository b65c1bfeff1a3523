package io.nearline.operations.backfill;

import io.nearline.embedding.ModelId;
import io.nearline.operations.JobSettings;
import io.nearline.operations.backfill.range.FixedInput;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.submit.BackfillTarget;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.JobOptions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;

/**
 * What somebody asks to have embedded again.
 *
 * @param id identity of the backfill; empty to have it named after the model and the time
 * @param model the model to embed with
 * @param bundle where the job finds the model
 * @param range which part of the topic of posts; ignored for files
 * @param target what runs it
 * @param settings every other option of the job
 */
public record BackfillRequest(
        Optional<String> id,
        ModelId model,
        BundlePlace bundle,
        RangeRequest range,
        BackfillTarget target,
        JobSettings settings) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Who said where the job finds the bundle. */
    public enum BundlePlace {
        /** Whoever asks. */
        GIVEN,
        /** Nobody: it is a directory of this machine, which means nothing to another. */
        ONLY_HERE
    }

    /** Its identity, if it starts at this time. */
    String idAt(Instant now) {
        return id.orElseGet(() -> model.name() + "-" + STAMP.format(now));
    }

    /** Every option of the job, by Flink's keys. */
    Configuration render(Instant startedAt, Optional<String> bundleUri, FixedInput input) {
        Configuration job = settings.toConfiguration();
        job.set(BackfillOptions.ID, idAt(startedAt));
        job.set(BackfillOptions.STARTED_AT, startedAt.toString());
        bundleUri.ifPresent(uri -> job.set(BackfillOptions.BUNDLE, uri));
        if (target instanceof ThisProcess && !job.contains(JobOptions.WORKERS)) {
            job.set(JobOptions.WORKERS, job.get(CoreOptions.DEFAULT_PARALLELISM));
        }
        input.render(job);
        return job;
    }
}
