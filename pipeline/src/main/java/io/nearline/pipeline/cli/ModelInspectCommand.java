package io.nearline.pipeline.cli;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.packaging.ModelPackager;
import io.nearline.embedding.packaging.ModelSettings;
import io.nearline.embedding.packaging.PackagingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a bundle says, or what packaging a directory would make of it. */
@Command(
        name = "inspect",
        description =
                "Shows what a bundle says about its model, or, for a directory with an ONNX graph"
                        + " and a tokenizer.json, what packaging would find out and from where.")
final class ModelInspectCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A bundle, or a model that is to become one.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (Files.isRegularFile(directory.resolve(ModelBundle.MANIFEST))) {
            print(ModelBundle.open(directory), out);
        } else {
            ModelSettingsText.print(inspect(), out);
        }
        return ExitCode.OK;
    }

    private ModelSettings inspect() throws IOException {
        return ModelPackager.inspect(
                PackagingRequest.of(directory, directory.resolve("not-written")));
    }

    private static void print(ModelBundle bundle, PrintWriter out) {
        ModelManifest manifest = bundle.manifest();
        out.println("name            " + manifest.name());
        out.println("digest          " + bundle.id().digest());
        out.println("dimensions      " + manifest.dimensions());
        out.println("max tokens      " + manifest.maxTokens());
        out.println("pooling         " + manifest.pooling());
        out.println("normalise       " + manifest.normalise());
        out.println("query prefix    '" + manifest.queryPrefix() + "'");
        out.println("passage prefix  '" + manifest.passagePrefix() + "'");
        out.println("inputs          " + manifest.inputs());
        out.println("output          " + manifest.output());
        out.println("precision       " + manifest.precision());
        out.println("golden vectors  " + bundle.golden().vectors().size());
    }
}
