package io.nearline.bench.job;

import io.nearline.bench.task.Setting;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.range.RangeResolver;
import io.nearline.operations.backfill.range.ResolvedRange;
import io.nearline.operations.local.LocalJob;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Clock;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;

/**
 * The backfill job by itself, unguarded, as nobody is served beside it: from a topic of posts to
 * the topic of vectors, both passes, with checkpoints.
 */
public final class BackfillRun {
    private final Setting setting;
    private int runs;

    /** Backfills of one setting. */
    public BackfillRun(Setting setting) {
        this.setting = setting;
    }

    /** A run of the job. */
    public TopicRun run() {
        RunTopics topics =
                RunTopics.create(setting.brokers(), setting.runName(++runs), setting.cores());
        return TopicRun.ofUpdates(
                topics,
                TopicPlan.BACKFILL_UPDATES,
                () -> RunningJob.ofBounded(LocalJob.backfill(configuration(topics))));
    }

    private Configuration configuration(RunTopics topics) {
        ResolvedRange range =
                new RangeResolver(topics.cluster(), Clock.systemUTC())
                        .resolve(topics.of(TopicPlan.POSTS), RangeRequest.everything());
        Configuration options = topics.options();
        options.set(BackfillOptions.ID, topics.name());
        options.set(BackfillOptions.BUNDLE, setting.model().toAbsolutePath().toString());
        options.set(BackfillOptions.OFFSETS, range.offsets().toString());
        options.set(BackfillOptions.AS_OF, range.asOf().toString());
        options.set(BackfillOptions.GUARD_ENABLED, false);
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                setting.work().resolve(topics.name()).toUri().toString());
        options.addAll(Configuration.fromMap(setting.options()));
        return options;
    }
}
