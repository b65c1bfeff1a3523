package io.nearline.bench.job;

import io.nearline.bench.task.Setting;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.range.RangeResolver;
import io.nearline.operations.backfill.range.ResolvedRange;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Clock;

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
                () -> RunningJob.ofBounded(LocalJob.backfill(settings(topics))));
    }

    private JobSettings settings(RunTopics topics) {
        ResolvedRange range =
                new RangeResolver(topics.cluster(), Clock.systemUTC())
                        .resolve(topics.of(TopicPlan.POSTS), RangeRequest.everything());
        return JobKeys.with(GivenSettings.overriding(setting.options()))
                .kafka(topics.access())
                .id(topics.name())
                .bundle(setting.model().toAbsolutePath().toString())
                .offsets(range.offsets())
                .asOf(range.asOf())
                .unguarded()
                .checkpoints(setting.work().resolve(topics.name()))
                .settings();
    }
}
