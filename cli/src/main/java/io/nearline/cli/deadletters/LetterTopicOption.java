package io.nearline.cli.deadletters;

import io.nearline.operations.deadletters.LetterTopic;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicNames;
import picocli.CommandLine.Option;

/** The option that says where dead letters are. */
final class LetterTopicOption {

    @Option(
            names = "--dead-letters-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.DEAD_LETTERS,
            description = "Name of the topic of dead letters. Default: ${DEFAULT-VALUE}.")
    private String name;

    LetterTopic open(Cluster cluster) {
        return new LetterTopic(cluster, name);
    }
}
