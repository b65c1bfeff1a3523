package io.nearline.cli.rollout;

import io.nearline.operations.rollout.Decisions;
import io.nearline.topics.control.ControlView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that decide something. */
final class DecisionOptions {

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; published with the decision, for people.")
    private String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who decides; published as well. Default: the user of this machine.")
    private String decidedBy;

    /** Null if none was given, or an empty one. */
    @Nullable String reason() {
        return reason == null || reason.isBlank() ? null : reason.strip();
    }

    /** Decides now, on what is known. */
    Decisions on(ControlView view) {
        return new Decisions(view, decidedBy, Instant.now());
    }
}
