package io.nearline.cli.options;

import io.nearline.topics.cluster.TopicNames;
import picocli.CommandLine.Option;

/** The option that names the topic of updates. */
public final class UpdatesTopicOption {

    @Option(
            names = "--index-updates-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.INDEX_UPDATES,
            description = "Name of the topic of updates. Default: ${DEFAULT-VALUE}.")
    private String name;

    public String name() {
        return name;
    }
}
