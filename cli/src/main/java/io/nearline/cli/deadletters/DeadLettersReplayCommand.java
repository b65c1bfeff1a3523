package io.nearline.cli.deadletters;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.deadletters.LetterFilter;
import io.nearline.operations.deadletters.LetterReplay;
import io.nearline.operations.deadletters.LetterTopic;
import io.nearline.operations.deadletters.ReplaySelection;
import io.nearline.operations.deadletters.ReplaySelection.Decision;
import io.nearline.operations.deadletters.ReplaySelection.Permanent;
import io.nearline.operations.deadletters.StoredLetter;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes the records of dead letters again. */
@Command(
        name = "replay",
        description = {
            "Publishes the records of dead letters again, where they came from, with their own"
                    + " revisions.",
            "The job embeds such a record anew, for the model of the letter, if nothing newer is"
                + " known of its post, or if its text is still the newest. It never overwrites"
                + " anything newer, so a replay may be repeated. What fails again comes back as a"
                + " dead letter with its attempt count.",
            "Say which letters are meant by at least one option, or --all."
        })
final class DeadLettersReplayCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private LetterOptions letters;

    @Option(names = "--all", description = "Replay every retryable letter that is kept.")
    private boolean all;

    @Option(
            names = "--include-permanent",
            description =
                    "Also letters that no retry can help as things were, such as bytes that were no"
                            + " post: for after an upgrade of the job or the model.")
    private boolean includePermanent;

    @Option(names = "--dry-run", description = "Only list what would be replayed.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        LetterFilter filter = letters.filter();
        if (filter.isOpen() != all) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? "--all goes with no other choice of letters"
                            : "say which dead letters, such as --since 2h or --stage EMBED, or"
                                    + " --all");
        }
        Cluster brokers = cluster.cluster();
        LetterTopic topic = letters.topic(brokers);
        ReplaySelection selection =
                new ReplaySelection(includePermanent ? Permanent.INCLUDE : Permanent.LEAVE);
        long unreadable;
        try (LetterReplay replay = new LetterReplay(brokers)) {
            unreadable = topic.read(filter, letter -> replay(letter, selection, replay));
        }
        spec.commandLine().getOut().flush();
        report(selection);
        LetterOptions.reportUnreadable(unreadable, topic, spec.commandLine().getErr());
        return ExitCode.OK;
    }

    private void replay(StoredLetter letter, ReplaySelection selection, LetterReplay replay) {
        if (selection.decide(letter) != Decision.REPLAY) {
            return;
        }
        if (dryRun) {
            PrintWriter out = spec.commandLine().getOut();
            if (selection.count(Decision.REPLAY) == 1) {
                out.println(LetterText.head());
            }
            out.println(LetterText.row(letter));
            return;
        }
        try {
            replay.publish(letter);
        } catch (ClusterException e) {
            throw new CommandException(
                    "%s; %d records were replayed before the one of letter %s, which may be there"
                            .formatted(
                                    e.getMessage(),
                                    selection.count(Decision.REPLAY) - 1,
                                    letter.place()));
        }
    }

    private void report(ReplaySelection selection) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "%s %d records"
                        .formatted(
                                dryRun ? "would replay" : "replayed",
                                selection.count(Decision.REPLAY)));
        for (Decision decision : Decision.values()) {
            long count = selection.count(decision);
            if (decision != Decision.REPLAY && count > 0) {
                err.println("left out %d letters: %s".formatted(count, decision.description()));
            }
        }
        err.flush();
    }
}
