package io.nearline.cli.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.terminal.Heartbeat;
import io.nearline.cli.terminal.StatusLine;
import io.nearline.operations.rollout.GateProgress;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.operations.rollout.Purge;
import io.nearline.operations.rollout.PurgeRule;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends the serving of a model. */
@Command(
        name = "retire",
        description = {
            "Publishes that a model is retired: the live job stops embedding with it and frees its"
                + " state. Its vectors stay in the topic of updates but go stale, so there is no"
                + " way back under this name: package the bundle under another one, stage and"
                + " backfill that.",
            "The active model cannot be retired.",
            "With --purge, of a model that is retired already: ends its vectors in the topic of"
                + " updates, also those of posts that were deleted since. Reads the whole topic;"
                + " needs about 150 bytes of memory per post (NEARLINE_JAVA_OPTS=-Xmx4g gives it 4"
                + " GB)."
        })
final class RolloutRetireCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;
    @Mixin private DecisionOptions decision;
    @Mixin private AnswerOptions answer;

    @Parameters(paramLabel = "MODEL", description = "Name of the model to retire.")
    private String model;

    @Option(
            names = "--purge",
            description =
                    "Write a null value for each key of the model, which is retired and no longer"
                            + " served, so that compaction removes it. May be repeated.")
    private boolean purge;

    @Option(names = "--dry-run", description = "With --purge: only say how many keys there are.")
    private boolean dryRun;

    @Option(
            names = "--index-updates-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.INDEX_UPDATES,
            description = "With --purge: name of the topic of updates. Default: ${DEFAULT-VALUE}.")
    private String indexUpdates;

    @Option(names = "--json", description = "Print what was done as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (dryRun && !purge) {
            throw new ParameterException(spec.commandLine(), "--dry-run goes with --purge only");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView view = topic.read();
            control.printUnread(view, err);
            if (purge) {
                purge(topic, view, err);
                return ExitCode.OK;
            }
            List<ModelStatus> decided = List.of(decision.on(view).retire(model, decision.reason()));
            decided.forEach(topic::publish);
            if (isServed(view) && answer.isWanted()) {
                answer.await(topic, later -> !isServed(later), "stop serving " + model, err);
            }
            print(decided);
        }
        return ExitCode.OK;
    }

    private void purge(ControlTopic topic, ControlView view, PrintWriter err) throws IOException {
        PurgeRule.require(view, model, Instant.now());
        GateProgress progress = new GateProgress();
        try (Heartbeat heartbeat = Heartbeat.start(new StatusLine(err), progress::toString);
                Purge begun = Purge.of(cluster.cluster(), indexUpdates, model, progress)) {
            long keys = begun.keys();
            long written =
                    dryRun
                            ? 0
                            : begun.write(
                                    () -> PurgeRule.require(topic.read(), model, Instant.now()));
            heartbeat.stop();
            print(keys, written);
        }
    }

    private void print(long keys, long written) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("model", model)
                            .put("topic", indexUpdates)
                            .put("keys", keys)
                            .put("tombstones", written));
        } else if (keys == 0) {
            out.println("%s holds nothing of %s".formatted(indexUpdates, model));
        } else if (dryRun) {
            out.printf(
                    Locale.ROOT,
                    "%s holds a value under %,d keys of %s; without --dry-run each gets a"
                            + " tombstone%n",
                    indexUpdates,
                    keys,
                    model);
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s: %,d tombstones written for %s; compaction removes the values%n",
                    indexUpdates,
                    written,
                    model);
        }
        out.flush();
    }

    private void print(List<ModelStatus> decided) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DecisionText.json(decided));
        } else {
            DecisionText.print(decided, out);
        }
    }

    private boolean isServed(ControlView view) {
        return KnownModel.in(view, model).map(KnownModel::isServing).orElse(false);
    }
}
