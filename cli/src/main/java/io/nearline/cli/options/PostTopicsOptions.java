package io.nearline.cli.options;

import io.nearline.topics.cluster.TopicNames;
import picocli.CommandLine.Option;

/** The options that name the topics on which a post comes, and is published or refused. */
public final class PostTopicsOptions {

    @Option(
            names = "--posts-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.POSTS,
            description = "Name of the topic of posts. Default: ${DEFAULT-VALUE}.")
    private String posts;

    @Option(
            names = "--index-updates-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.INDEX_UPDATES,
            description = "Name of the topic of updates. Default: ${DEFAULT-VALUE}.")
    private String indexUpdates;

    @Option(
            names = "--dead-letters-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.DEAD_LETTERS,
            description = "Name of the topic of dead letters. Default: ${DEFAULT-VALUE}.")
    private String deadLetters;

    public String posts() {
        return posts;
    }

    public String indexUpdates() {
        return indexUpdates;
    }

    public String deadLetters() {
        return deadLetters;
    }
}
