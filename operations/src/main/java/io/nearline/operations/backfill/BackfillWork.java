package io.nearline.operations.backfill;

import io.nearline.operations.RefusedException;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.operations.settings.PostSelection;
import io.nearline.pipeline.config.BackfillInput.FileSet;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a backfill embeds, with which model, and how fast. The job itself has the rules for all of
 * it, and names every problem at once.
 *
 * @param kafka how it gets to its topics
 * @param bundle directory or URI of the bundle; empty if the settings name it
 * @param files what it reads instead of the topic of posts; empty if the settings say it
 * @param asOf the time up to which the source holds every change; empty for that of the topic, or
 *     if the settings say it
 * @param posts which of them it embeds
 * @param parallelism cores that embed
 * @param rate most records read in a second; empty for no cap, or if the settings say it
 * @param given every other option of the job and of Flink
 */
public record BackfillWork(
        KafkaAccess kafka,
        Optional<String> bundle,
        Optional<FileSet> files,
        Optional<Instant> asOf,
        PostSelection posts,
        int parallelism,
        OptionalDouble rate,
        GivenSettings given) {

    public BackfillWork {
        if (parallelism < 1) {
            throw new RefusedException("parallelism is %d; use 1 or more".formatted(parallelism));
        }
    }

    /** What the job is told, but for what is only known once it is submitted. */
    public JobSettings settings() {
        return keys().settings();
    }

    /** The same, for whoever has more to say. */
    JobKeys keys() {
        JobKeys job = JobKeys.with(given).kafka(kafka).selection(posts).parallelism(parallelism);
        bundle.ifPresent(job::bundle);
        files.ifPresent(job::files);
        asOf.ifPresent(job::asOf);
        rate.ifPresent(job::rate);
        return job;
    }
}
