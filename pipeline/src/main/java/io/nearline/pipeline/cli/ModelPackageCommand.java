package io.nearline.pipeline.cli;

import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.packaging.ModelPackager;
import io.nearline.embedding.packaging.PackagedModel;
import io.nearline.embedding.packaging.PackagingRequest;
import io.nearline.embedding.packaging.VectorLength;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a bundle of a published model. */
@Command(
        name = "package",
        description = {
            "Makes a bundle of a sentence-embedding model: a directory with an ONNX graph and"
                    + " tokenizer.json, and whatever else tells how they are meant to be used.",
            "What the options do not say is inferred; the result says from where."
        })
final class ModelPackageCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory of the model.")
    private Path source;

    @Option(
            names = "--out",
            paramLabel = "BUNDLE",
            required = true,
            description = "Directory to write; must not exist, or be empty.")
    private Path target;

    @Option(names = "--graph", description = "The graph's path inside the directory.")
    private String graph;

    @Option(names = "--name", description = "The bundle's name: a-z, 0-9, '.', '_', '-'.")
    private String name;

    @Option(names = "--max-tokens", description = "The model's window, special tokens included.")
    private Integer maxTokens;

    @Option(
            names = "--pooling",
            description = "How token vectors become one: ${COMPLETION-CANDIDATES}.")
    private Pooling pooling;

    @Option(
            names = "--length",
            description = "What happens to a vector's length: ${COMPLETION-CANDIDATES}.")
    private VectorLength length;

    @Option(names = "--query-prefix", description = "Put before a text to search with.")
    private String queryPrefix;

    @Option(names = "--passage-prefix", description = "Put before a text to be found.")
    private String passagePrefix;

    @Option(names = "--output", description = "Name of the graph's output to use.")
    private String output;

    @Option(
            names = "--precision",
            description = "What the graph computes in: ${COMPLETION-CANDIDATES}.")
    private Precision precision;

    @Override
    public Integer call() throws IOException {
        PackagedModel model =
                ModelPackager.pack(
                        PackagingRequest.builder(source, target)
                                .graph(graph)
                                .name(name)
                                .maxTokens(maxTokens)
                                .pooling(pooling)
                                .length(length)
                                .queryPrefix(queryPrefix)
                                .passagePrefix(passagePrefix)
                                .output(output)
                                .precision(precision)
                                .build());
        PrintWriter out = spec.commandLine().getOut();
        ModelSettingsText.print(model.settings(), out);
        out.println("digest          " + model.bundle().id().digest());
        out.println("bundle          " + target);
        return ExitCode.OK;
    }
}
