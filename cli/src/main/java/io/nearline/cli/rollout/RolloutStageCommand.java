package io.nearline.cli.rollout;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the running job to serve a model beside those that it serves. */
@Command(
        name = "stage",
        description = {
            "Verifies a bundle here, if it can be read here, and asks the running job to fetch,"
                + " verify and serve it: from its answer on, every new post is embedded with this"
                + " model as well. Posts of the past are what \"nearline backfill\" is for.",
            "Exit code 1 if the bundle is refused, here or by the job."
        })
final class RolloutStageCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;
    @Mixin private DecisionOptions decision;
    @Mixin private AnswerOptions answer;

    @Parameters(
            paramLabel = "BUNDLE",
            description =
                    "Directory of the bundle: a URI that the machines of the job can read, such as"
                        + " s3://models/my-model, a path, or the name of a bundle that comes with"
                        + " Nearline.")
    private String bundle;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the model, where the bundle cannot be read from here.")
    private String name;

    @Option(
            names = "--digest",
            paramLabel = "SHA256",
            description =
                    "Digest that the bundle must have; needed with --name, else a safeguard."
                            + " \"nearline model verify\" prints it.")
    private String digest;

    @Option(names = "--json", description = "Print the job's decision as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        StagedBundle staged = StagedBundle.of(bundle, name, digest, err);
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView view = topic.read();
            control.printUnread(view, err);
            ModelStatus request = decision.on(view).stage(staged.id(), staged.uri());
            topic.publish(request);
            print(answer.isWanted() ? answer(topic, request) : request);
        }
        return ExitCode.OK;
    }

    /** What the job has decided, once it does so or has refused. */
    private ModelStatus answer(ControlTopic topic, ModelStatus request) {
        String model = request.getModelName();
        ControlView answered =
                answer.await(
                        topic,
                        later -> isAnswer(later, request),
                        "fetch, verify and serve " + model,
                        spec.commandLine().getErr());
        ModelStatus decided = answered.status(model).orElse(request);
        if (decided.getState() == ModelState.RETIRED) {
            throw new CommandException(
                    model + " was retired meanwhile: stage its bundle under another name");
        }
        if (decided.getState() == ModelState.REJECTED) {
            throw new CommandException(
                    "the live job refused " + model + ": " + decided.getReason());
        }
        return decided;
    }

    private static boolean isAnswer(ControlView view, ModelStatus request) {
        KnownModel model = KnownModel.in(view, request.getModelName()).orElseThrow();
        return switch (model.state()) {
            case STAGED -> false;
            case REJECTED, RETIRED -> true;
            default -> model.isServing();
        };
    }

    private void print(ModelStatus decided) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DecisionText.json(List.of(decided)));
            return;
        }
        DecisionText.print(List.of(decided), out);
        if (decided.getState() == ModelState.CANDIDATE) {
            out.println(
                    "New posts get a vector of it from now on; next, the posts of the past:"
                            + " nearline backfill plan --help");
        }
    }
}
