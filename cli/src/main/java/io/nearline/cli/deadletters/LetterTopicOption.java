package io.nearline.cli.deadletters;

import io.nearline.cli.options.LettersTopicOption;
import io.nearline.operations.deadletters.LetterTopic;
import io.nearline.topics.cluster.Cluster;
import picocli.CommandLine.Mixin;

/** The option that says where dead letters are. */
final class LetterTopicOption {

    @Mixin private LettersTopicOption topic;

    LetterTopic open(Cluster cluster) {
        return new LetterTopic(cluster, topic.name());
    }
}
