package io.nearline.cli.model;

import io.nearline.cli.directories.Installation;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.operations.bundles.VerifiedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks whether bundles may serve on this machine. */
@Command(
        name = "verify",
        description = {
            "Compares a bundle's files with their digests, its graph with its manifest, and the"
                    + " vectors that this machine computes with the bundle's golden vectors.",
            "Exit code 1 at the first bundle that must not serve here."
        })
final class ModelVerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            arity = "1..*",
            description =
                    "A bundle's directory, or the name of one that comes with Nearline, such as "
                            + InstalledBundles.DEFAULT
                            + ".")
    private List<String> bundles;

    @Override
    public Integer call() throws IOException {
        for (String bundle : bundles) {
            print(VerifiedModel.of(Installation.bundles().find(bundle)));
        }
        return ExitCode.OK;
    }

    private void print(VerifiedModel model) {
        PrintWriter out = spec.commandLine().getOut();
        ModelManifest manifest = model.bundle().manifest();
        out.printf("name            %s%n", model.bundle().id().name());
        out.printf("digest          %s%n", model.bundle().id().digest());
        out.printf("dimensions      %d%n", manifest.dimensions());
        manifest.outputs()
                .forEach(
                        output ->
                                out.printf(
                                        "output          %s, %d dimensions%n",
                                        output.name(), output.size()));
        if (manifest.entryPoints() != null) {
            for (Role role : Role.values()) {
                if (manifest.entryPoints().of(role).isPresent()) {
                    out.printf(
                            "entry           %s, through %s%n",
                            role.name().toLowerCase(Locale.ROOT), manifest.graphOf(role));
                }
            }
        }
        out.printf("max tokens      %d%n", manifest.maxTokens());
        out.printf("precision       %s%n", manifest.precision().name().toLowerCase(Locale.ROOT));
        out.printf(
                Locale.ROOT,
                "golden vectors  %d reproduced, worst cosine %.6f%n",
                model.golden(),
                model.worstCosine());
    }
}
