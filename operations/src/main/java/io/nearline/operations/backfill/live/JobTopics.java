package io.nearline.operations.backfill.live;

import io.nearline.operations.JobSettings;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.topics.cluster.Cluster;
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
                new Cluster(
                        settings.get(JobOptions.BOOTSTRAP_SERVERS),
                        settings.get(JobOptions.CLIENT_PROPERTIES)),
                settings.get(JobOptions.INDEX_CONTROL_TOPIC),
                settings.get(JobOptions.INDEX_UPDATES_TOPIC),
                settings.get(JobOptions.BACKFILL_UPDATES_TOPIC),
                settings.get(JobOptions.GROUP_ID));
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
