package io.nearline.cli.backfill;

import io.nearline.cli.options.SettingsOptions;
import io.nearline.cli.options.TopicNameOptions;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.JobKeys;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** The options that say where the topics are through which jobs are watched. */
final class JobTopicsOptions {

    @Mixin private SettingsOptions settings;
    @Mixin private TopicNameOptions topics;

    JobTopics topics() throws IOException {
        GivenSettings given = settings.given();
        return JobTopics.of(
                JobKeys.with(given).kafka(settings.kafka(given, topics.names())).settings());
    }
}
