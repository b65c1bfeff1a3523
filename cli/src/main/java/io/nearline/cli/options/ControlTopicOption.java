package io.nearline.cli.options;

import io.nearline.topics.cluster.TopicNames;
import picocli.CommandLine.Option;

/** The option that names the topic of decisions on models. */
public final class ControlTopicOption {

    @Option(
            names = "--index-control-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.INDEX_CONTROL,
            description = "Name of the topic of decisions on models. Default: ${DEFAULT-VALUE}.")
    private String name;

    public String name() {
        return name;
    }
}
