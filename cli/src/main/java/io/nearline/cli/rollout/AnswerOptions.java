package io.nearline.cli.rollout;

import io.nearline.cli.terminal.CommandException;
import io.nearline.cli.terminal.StatusLine;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The option of commands that wait for the live job, and the waiting. */
final class AnswerOptions {

    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description =
                    "How long to wait for the live job's answer; 0 to leave at once. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    /** Whether to wait at all. */
    boolean isWanted() {
        return timeoutSeconds > 0;
    }

    /**
     * Waits until the control topic says what the job was asked for.
     *
     * @param what what it was asked for, for the status line
     * @throws CommandException if it does not answer in time
     */
    ControlView await(
            ControlTopic topic, Predicate<ControlView> answered, String what, PrintWriter err) {
        try (StatusLine status = new StatusLine(err)) {
            if (!status.isTerminal()) {
                status.show("waiting for the live job to " + what);
            }
            for (int second = 0; second < timeoutSeconds; second++) {
                if (status.isTerminal()) {
                    status.show("waiting for the live job to " + what + ": " + second + " s");
                }
                Optional<ControlView> answer = topic.await(answered, STATUS_INTERVAL);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        throw new CommandException(
                "the live job did not "
                        + what
                        + " within "
                        + timeoutSeconds
                        + " s. The request stands: the job takes it up when it runs with this"
                        + " control topic (nearline.topics.index-control); \"nearline rollout"
                        + " status\" shows its answer");
    }
}
