package io.nearline.cli.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.operations.deadletters.LetterStats;
import io.nearline.operations.deadletters.LetterTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts dead letters. */
@Command(
        name = "stats",
        description =
                "Counts dead letters by stage, reason and model, with the first and last time.")
final class DeadLettersStatsCommand implements Callable<Integer> {

    private static final String ROW = "%-8s %-28s %-28s %-5s %8s %-20s %s%n";

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private LetterOptions letters;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        LetterTopic topic = letters.topic(cluster.cluster());
        LetterStats stats = new LetterStats();
        long unreadable = topic.read(letters.filter(), stats::add);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(stats));
        } else {
            print(stats, out);
        }
        out.flush();
        LetterOptions.reportUnreadable(unreadable, topic, spec.commandLine().getErr());
        return ExitCode.OK;
    }

    private static void print(LetterStats stats, PrintWriter out) {
        if (stats.letters() > 0) {
            out.printf(ROW, "STAGE", "REASON", "MODEL", "RETRY", "LETTERS", "FIRST", "LAST");
        }
        stats.forEach(
                (group, count) ->
                        out.printf(
                                ROW,
                                group.stage(),
                                group.reasonClass(),
                                group.modelName().isEmpty() ? "(all)" : group.modelName(),
                                group.retryable() ? "yes" : "no",
                                count.letters(),
                                LetterText.time(count.first()),
                                LetterText.time(count.last())));
        out.println("%d letters of %d records".formatted(stats.letters(), stats.records()));
    }

    private static ObjectNode json(LetterStats stats) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("letters", stats.letters())
                        .put("records", stats.records());
        ArrayNode groups = json.putArray("groups");
        stats.forEach(
                (group, count) ->
                        groups.addObject()
                                .put("stage", group.stage().name())
                                .put("reason", group.reasonClass())
                                .put(
                                        "model",
                                        group.modelName().isEmpty() ? null : group.modelName())
                                .put("retryable", group.retryable())
                                .put("letters", count.letters())
                                .put("first", count.first().toString())
                                .put("last", count.last().toString()));
        return json;
    }
}
