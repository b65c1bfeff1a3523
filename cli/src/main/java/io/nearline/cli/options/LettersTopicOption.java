package io.nearline.cli.options;

import io.nearline.topics.cluster.TopicNames;
import picocli.CommandLine.Option;

/** The option that names the topic of dead letters. */
public final class LettersTopicOption {

    @Option(
            names = "--dead-letters-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.DEAD_LETTERS,
            description = "Name of the topic of dead letters. Default: ${DEFAULT-VALUE}.")
    private String name;

    public String name() {
        return name;
    }
}
