package io.nearline.pipeline.cli;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks whether bundles may serve on this machine. */
@Command(
        name = "verify",
        description =
                "Checks that a bundle may serve on this machine: its files' digests, its graph, and"
                        + " that it reproduces its golden vectors here.")
final class ModelVerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            arity = "1..*",
            description =
                    "A bundle's directory, or the name of one that comes with Nearline, such as "
                            + Installation.DEFAULT_BUNDLE
                            + ".")
    private List<String> bundles;

    @Override
    public Integer call() throws Exception {
        for (String nameOrPath : bundles) {
            Path directory = Installation.bundle(nameOrPath);
            ModelBundle bundle = ModelBundle.open(directory);
            ModelEncoder.open(bundle).close();
            spec.commandLine()
                    .getOut()
                    .println(
                            bundle.id().name()
                                    + " "
                                    + bundle.id().digest()
                                    + ": ok, "
                                    + bundle.golden().vectors().size()
                                    + " golden vectors reproduced");
        }
        return ExitCode.OK;
    }
}
