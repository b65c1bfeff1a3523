package io.nearline.pipeline.cli;

import io.nearline.pipeline.broker.TopicPlan;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that give Nearline's topics other names. */
final class TopicNameOptions {

    @Option(
            names = "--posts-topic",
            paramLabel = "NAME",
            defaultValue = "posts",
            description = "Name of the topic of posts. Default: ${DEFAULT-VALUE}.")
    private String posts;

    @Option(
            names = "--index-updates-topic",
            paramLabel = "NAME",
            defaultValue = "index-updates",
            description = "Name of the topic of updates. Default: ${DEFAULT-VALUE}.")
    private String indexUpdates;

    @Option(
            names = "--dead-letters-topic",
            paramLabel = "NAME",
            defaultValue = "dead-letters",
            description = "Name of the topic of dead letters. Default: ${DEFAULT-VALUE}.")
    private String deadLetters;

    @Option(
            names = "--backfill-updates-topic",
            paramLabel = "NAME",
            defaultValue = "backfill-updates",
            description = "Name of the topic of backfilled vectors. Default: ${DEFAULT-VALUE}.")
    private String backfillUpdates;

    @Option(
            names = "--index-control-topic",
            paramLabel = "NAME",
            defaultValue = "index-control",
            description = "Name of the topic of decisions on models. Default: ${DEFAULT-VALUE}.")
    private String indexControl;

    /** Every topic with its name, in the order of the flow. */
    Map<TopicPlan, String> names() {
        return new TreeMap<>(
                Map.of(
                        TopicPlan.POSTS, posts,
                        TopicPlan.INDEX_UPDATES, indexUpdates,
                        TopicPlan.BACKFILL_UPDATES, backfillUpdates,
                        TopicPlan.INDEX_CONTROL, indexControl,
                        TopicPlan.DEAD_LETTERS, deadLetters));
    }
}
