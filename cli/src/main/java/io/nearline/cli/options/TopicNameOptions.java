package io.nearline.cli.options;

import io.nearline.pipeline.config.JobOptions;
import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.cluster.TopicPlan;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that give Nearline's topics other names. */
public final class TopicNameOptions {

    private static final Map<TopicPlan, ConfigOption<String>> OPTIONS =
            Map.of(
                    TopicPlan.POSTS, JobOptions.POSTS_TOPIC,
                    TopicPlan.INDEX_UPDATES, JobOptions.INDEX_UPDATES_TOPIC,
                    TopicPlan.BACKFILL_UPDATES, JobOptions.BACKFILL_UPDATES_TOPIC,
                    TopicPlan.INDEX_CONTROL, JobOptions.INDEX_CONTROL_TOPIC,
                    TopicPlan.DEAD_LETTERS, JobOptions.DEAD_LETTERS_TOPIC);

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

    /** Gives a job the names that were given; leaves those alone that were not. */
    public void addTo(Configuration all) {
        names().forEach(
                        (plan, name) -> {
                            ConfigOption<String> option = OPTIONS.get(plan);
                            if (option != null && !name.equals(plan.defaultName())) {
                                all.set(option, name);
                            }
                        });
    }
}
