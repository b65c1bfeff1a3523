package io.nearline.cli.backfill;

import io.nearline.cli.options.SettingsOptions;
import io.nearline.cli.options.TopicNameOptions;
import io.nearline.operations.backfill.live.JobTopics;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** The options that say where the topics are through which jobs are watched. */
final class JobTopicsOptions {

    @Mixin private SettingsOptions settings;
    @Mixin private TopicNameOptions topics;

    JobTopics topics() throws IOException {
        return JobTopics.of(settings.settings((all, wins) -> topics.addTo(all)));
    }
}
