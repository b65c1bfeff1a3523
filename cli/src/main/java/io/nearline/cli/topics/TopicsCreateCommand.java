package io.nearline.cli.topics;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.options.TopicNameOptions;
import io.nearline.topics.cluster.TopicCheck;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics that are missing; leaves those that are there. */
@Command(
        name = "create",
        description = {
            "Makes the topics that are missing, with the settings they need. Can be run again at"
                + " any time: a topic that is there is left as it is, and differences are told.",
            "Exit code 1 if a topic has other settings than it needs."
        })
final class TopicsCreateCommand implements Callable<Integer> {

    private static final int PARTITIONS = 4;

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private TopicNameOptions topics;

    @Option(
            names = "--partitions",
            paramLabel = "COUNT",
            description =
                    "Partitions of each topic that is made. Default: 4. More partitions for a topic"
                            + " that is there would move keys away from their order, so its number"
                            + " is told and left.")
    private Optional<Integer> partitions = Optional.empty();

    @Option(
            names = "--replication",
            description =
                    "Copies of each partition of a topic that is made. Default: the cluster's own.")
    private Optional<Short> replication = Optional.empty();

    @Option(
            names = "--apply-settings",
            description = "Give topics that are there the settings they need.")
    private boolean applySettings;

    @Override
    public Integer call() throws IOException {
        int exitCode = ExitCode.OK;
        try (Topics existing = Topics.of(cluster.cluster())) {
            for (Map.Entry<TopicPlan, String> topic : topics.names().entrySet()) {
                TopicPlan plan = topic.getKey();
                TopicCheck check = existing.check(plan, topic.getValue());
                switch (check.state()) {
                    case MISSING -> {
                        int made =
                                existing.create(
                                        plan,
                                        check.name(),
                                        partitions.orElse(PARTITIONS),
                                        replication);
                        print(check.name() + ": created, partitions: " + made);
                    }
                    case AS_PLANNED ->
                            print(check.name() + ": is there" + otherPartitions(existing, topic));
                    case DIFFERENT -> {
                        if (applySettings) {
                            existing.applySettings(plan, check.name());
                            print(check.name() + ": settings applied");
                        } else {
                            printDifferences(check);
                            exitCode = ExitCode.SOFTWARE;
                        }
                    }
                }
            }
        }
        return exitCode;
    }

    /** What to say of a topic that has another number of partitions than was asked for. */
    private String otherPartitions(Topics existing, Map.Entry<TopicPlan, String> topic) {
        if (partitions.isEmpty()) {
            return "";
        }
        int wanted = topic.getKey().partitions(partitions.get());
        int found = existing.partitions(topic.getValue());
        return found == wanted
                ? ""
                : ", with %d partitions, not %d; they are left as they are"
                        .formatted(found, wanted);
    }

    private void printDifferences(TopicCheck check) {
        print(
                check.name()
                        + ": is there, but "
                        + String.join("; ", check.differences())
                        + " (--apply-settings sets it right)");
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
