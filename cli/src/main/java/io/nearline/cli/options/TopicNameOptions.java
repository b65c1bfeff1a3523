package io.nearline.cli.options;

import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.cluster.TopicPlan;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that give Nearline's topics other names. */
public final class TopicNameOptions {

    @Mixin private PostTopicsOptions ofPosts;
    @Mixin private ControlTopicOption control;

    @Option(
            names = "--backfill-updates-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.BACKFILL_UPDATES,
            description = "Name of the topic of backfilled vectors. Default: ${DEFAULT-VALUE}.")
    private String backfillUpdates;

    /** Every topic with its name, in the order of the flow. */
    public Map<TopicPlan, String> names() {
        return new TreeMap<>(
                Map.of(
                        TopicPlan.POSTS, ofPosts.posts(),
                        TopicPlan.INDEX_UPDATES, ofPosts.indexUpdates(),
                        TopicPlan.BACKFILL_UPDATES, backfillUpdates,
                        TopicPlan.INDEX_CONTROL, control.name(),
                        TopicPlan.DEAD_LETTERS, ofPosts.deadLetters()));
    }
}
