package io.nearline.cli.search;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.directories.WorkDirectory;
import io.nearline.cli.directories.WorkDirectory.AtEnd;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.bundles.InstalledBundles;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Does what a service does, so that the JVM can write down which classes that takes. */
@Command(
        name = "warm-up",
        description = {
            "Makes later starts faster: has the JVM write the classes that they load into one file,"
                    + " nearline.jsa beside lib/, which it maps instead of reading them anew.",
            "",
            "Once after unpacking, when an image is built, and again with another Java, which"
                    + " passes over the file. Has a broker of its own. Takes some seconds."
        })
public final class WarmUpCommand implements Callable<Integer> {

    private static final String WRITES = "-XX:ArchiveClassesAtExit=";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String file = file();
        // The broker has much to say as it begins and ends.
        Configurator.setRootLevel(Level.OFF);
        Path bundle = Installation.bundles().find(InstalledBundles.DEFAULT);
        PrintWriter err = spec.commandLine().getErr();
        try (WorkDirectory scratch = WorkDirectory.create(AtEnd.REMOVE, err)) {
            new WarmUpRun(bundle, scratch.path()).run();
        }
        err.println("writing " + file);
        return ExitCode.OK;
    }

    /** Where the JVM writes when it ends, as the start script has told it. */
    private static String file() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(WRITES))
                .map(argument -> argument.substring(WRITES.length()))
                .findFirst()
                .orElseThrow(() -> new CommandException("run bin/nearline of an unpacked archive"));
    }
}
