package io.nearline.cli;

import io.nearline.operations.backfill.live.LiveTraffic;
import io.nearline.operations.backfill.live.LiveTrafficReader;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.time.Clock;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;

/** The options that say where the topics are through which jobs are watched. */
final class JobTopicsOptions {

    @Mixin private SettingsOptions settings;
    @Mixin private TopicNameOptions topics;

    Configuration configuration() throws IOException {
        return settings.configuration((all, wins) -> topics.addTo(all));
    }

    static Cluster cluster(Configuration all) {
        return new Cluster(
                all.get(JobOptions.BOOTSTRAP_SERVERS), all.get(JobOptions.CLIENT_PROPERTIES));
    }

    static ControlTopic control(Configuration all) {
        return ControlTopic.open(cluster(all), all.get(JobOptions.INDEX_CONTROL_TOPIC));
    }

    static LiveTraffic live(Configuration all) {
        return new LiveTrafficReader(cluster(all), Clock.systemUTC())
                .read(
                        all.get(JobOptions.INDEX_UPDATES_TOPIC),
                        all.get(JobOptions.BACKFILL_UPDATES_TOPIC),
                        all.get(JobOptions.GROUP_ID));
    }
}
