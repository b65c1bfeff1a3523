package io.nearline.operations.backfill;

import io.nearline.embedding.ModelId;
import io.nearline.operations.backfill.range.FixedInput;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.submit.BackfillTarget;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What somebody asks to have embedded again.
 *
 * @param id identity of the backfill; empty to have it named after the model and the time
 * @param model the model to embed with
 * @param bundle who said where the job finds the model
 * @param range which part of the topic of posts; ignored for files
 * @param target what runs it
 * @param state directory of its checkpoints and savepoints; empty for the target's own
 * @param live how it keeps out of the way of live posts
 * @param work what it embeds, and how fast
 */
public record BackfillRequest(
        Optional<String> id,
        ModelId model,
        BundlePlace bundle,
        RangeRequest range,
        BackfillTarget target,
        Optional<String> state,
        LiveProtection live,
        BackfillWork work) {

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

    /** What the job is told, but for what is only known once it is submitted. */
    JobSettings settings() {
        JobKeys job = work.keys();
        state.ifPresent(job::stateBelow);
        live.addTo(job);
        return job.settings();
    }

    /** Everything that the job is told. */
    JobSettings settings(Instant startedAt, Optional<String> bundleUri, FixedInput input) {
        JobKeys job = JobKeys.over(settings()).id(idAt(startedAt)).startedAt(startedAt);
        bundleUri.ifPresent(job::bundle);
        if (target instanceof ThisProcess) {
            job.aWorkerForEachSubtask();
        }
        input.addTo(job);
        return job.settings();
    }
}
