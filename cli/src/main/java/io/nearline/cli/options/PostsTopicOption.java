package io.nearline.cli.options;

import io.nearline.topics.cluster.TopicNames;
import picocli.CommandLine.Option;

/** The option that names the topic of posts. */
public final class PostsTopicOption {

    @Option(
            names = "--posts-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.POSTS,
            description = "Name of the topic of posts. Default: ${DEFAULT-VALUE}.")
    private String name;

    public String name() {
        return name;
    }
}
