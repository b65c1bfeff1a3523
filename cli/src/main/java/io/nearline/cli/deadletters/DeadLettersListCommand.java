package io.nearline.cli.deadletters;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.deadletters.LetterFilter;
import io.nearline.operations.deadletters.LetterPlace;
import io.nearline.operations.deadletters.LetterTopic;
import io.nearline.operations.deadletters.StoredLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists dead letters. */
@Command(
        name = "list",
        description = "Lists dead letters, a line each, by the time of the failure.")
final class DeadLettersListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private LetterOptions letters;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Only the newest so many. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Print a JSON object a line, with the messages.")
    private boolean json;

    /** A letter as it will be printed: letters themselves may be megabytes each. */
    private record Line(Instant failedAt, LetterPlace place, String text) {

        private static final Comparator<Line> ORDER =
                Comparator.comparing(Line::failedAt).thenComparing(Line::place);
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new CommandException("--limit: %d is no count; give 1 or more".formatted(limit));
        }
        LetterFilter filter = letters.filter();
        LetterTopic topic = letters.topic(cluster.cluster());
        PriorityQueue<Line> newest = new PriorityQueue<>(Line.ORDER);
        long[] found = {0};
        long unreadable =
                topic.read(
                        filter,
                        letter -> {
                            found[0]++;
                            newest.add(line(letter));
                            if (newest.size() > limit) {
                                newest.remove();
                            }
                        });
        print(newest);
        PrintWriter err = spec.commandLine().getErr();
        if (found[0] == 0) {
            err.println(
                    filter.isOpen()
                            ? "there is no dead letter"
                            : "no dead letter fits; without a choice, all are listed");
        } else if (found[0] > newest.size()) {
            err.println(
                    "the newest %d of %d; --limit shows more".formatted(newest.size(), found[0]));
        }
        LetterOptions.reportUnreadable(unreadable, topic, err);
        return ExitCode.OK;
    }

    private Line line(StoredLetter stored) {
        return new Line(
                stored.letter().getFailedAt(),
                stored.place(),
                json ? LetterText.json(stored).toString() : LetterText.row(stored));
    }

    private void print(PriorityQueue<Line> newest) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json && !newest.isEmpty()) {
            out.println(LetterText.head());
        }
        newest.stream().sorted(Line.ORDER).map(Line::text).forEach(out::println);
        out.flush();
    }
}
