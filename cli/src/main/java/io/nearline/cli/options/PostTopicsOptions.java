package io.nearline.cli.options;

import picocli.CommandLine.Mixin;

/** The options that name the topics on which a post comes, and is published or refused. */
public final class PostTopicsOptions {

    @Mixin private PostsTopicOption posts;
    @Mixin private UpdatesTopicOption indexUpdates;
    @Mixin private LettersTopicOption deadLetters;

    public String posts() {
        return posts.name();
    }

    public String indexUpdates() {
        return indexUpdates.name();
    }

    public String deadLetters() {
        return deadLetters.name();
    }
}
