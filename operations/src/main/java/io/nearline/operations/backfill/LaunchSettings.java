package io.nearline.operations.backfill;

import io.nearline.operations.backfill.submit.SubmissionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the job of a backfill gets to what runs it.
 *
 * @param store where submissions are kept, with the state of jobs of this process
 * @param jar job jar for a Flink cluster; need not be there for other targets
 * @param follow how long to watch a job on a Flink cluster before leaving it alone
 * @param kubectlPath directories to look for {@code kubectl} in, as in {@code PATH}, to apply a
 *     manifest with it; empty to hand the manifest back
 */
public record LaunchSettings(
        SubmissionStore store, Path jar, Duration follow, Optional<String> kubectlPath) {}
