package io.nearline.operations.backfill.live;

import io.nearline.operations.settings.JobSettings;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.control.ControlTopic;
import java.time.Clock;

/**
 * The topics through which jobs are watched.
 *
 * @param cluster where they are
 * @param control name of the topic of decisions and reports
 * @param indexUpdates name of the topic of updates
 * @param backfillUpdates name of the topic of backfilled vectors
 * @param group consumer group of the live job
 */
public record JobTopics(
        Cluster cluster,
        String control,
        String indexUpdates,
        String backfillUpdates,
        String group) {

    /** The topics of a job that has these settings. */
    public static JobTopics of(JobSettings settings) {
        return new JobTopics(
                settings.cluster(),
                settings.topic(TopicPlan.INDEX_CONTROL),
                settings.topic(TopicPlan.INDEX_UPDATES),
                settings.topic(TopicPlan.BACKFILL_UPDATES),
                settings.group());
    }

    /** The topic of decisions, for its caller to close. */
    public ControlTopic openControl() {
        return ControlTopic.open(cluster, control);
    }

    /** What the live job does now. */
    public LiveTraffic live() {
        return new LiveTrafficReader(cluster, Clock.systemUTC())
                .read(indexUpdates, backfillUpdates, group);
    }
}
