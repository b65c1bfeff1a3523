package io.nearline.pipeline.cli;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.deadletters.LetterTopic;
import picocli.CommandLine.Option;

/** The option that says where dead letters are. */
final class LetterTopicOption {

    @Option(
            names = "--dead-letters-topic",
            paramLabel = "NAME",
            defaultValue = "dead-letters",
            description = "Name of the topic of dead letters. Default: ${DEFAULT-VALUE}.")
    private String name;

    LetterTopic open(Cluster cluster) {
        return new LetterTopic(cluster, name);
    }
}
