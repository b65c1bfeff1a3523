package io.nearline.cli;

import io.nearline.cli.backfill.BackfillCommand;
import io.nearline.cli.deadletters.DeadLettersCommand;
import io.nearline.cli.demo.DemoCommand;
import io.nearline.cli.doctor.DoctorCommand;
import io.nearline.cli.evaluate.EvaluateCommand;
import io.nearline.cli.model.ModelCommand;
import io.nearline.cli.rollout.RolloutCommand;
import io.nearline.cli.search.ServeCommand;
import io.nearline.cli.search.WarmUpCommand;
import io.nearline.cli.search.WhyCommand;
import io.nearline.cli.stream.StreamCommand;
import io.nearline.cli.topics.PostCommand;
import io.nearline.cli.topics.TailCommand;
import io.nearline.cli.topics.TopicsCommand;
import io.nearline.embedding.onnx.UnpackedRuntime;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command; see {@code nearline --help}. */
@Command(
        name = "nearline",
        description = "Keeps embeddings of posts fresh: posts in, versioned vectors out.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Versions.class,
        footer = {
            "",
            "Exit codes: 0 done; 1 it could not be done, and a line says why; 2 the command line"
                    + " makes no sense."
        },
        subcommands = {
            DemoCommand.class,
            BackfillCommand.class,
            StreamCommand.class,
            TopicsCommand.class,
            PostCommand.class,
            TailCommand.class,
            ServeCommand.class,
            WhyCommand.class,
            DeadLettersCommand.class,
            ModelCommand.class,
            RolloutCommand.class,
            EvaluateCommand.class,
            DoctorCommand.class,
            WarmUpCommand.class
        })
public final class NearlineCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explain the command and end.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean helpWanted;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the versions of Nearline and of what it rests on, and end.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean versionWanted;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log what happens, and show failures with their stack traces.")
    void logMore(boolean wanted) {
        if (wanted) {
            Verbosity.raise();
        }
    }

    /** Runs one command; ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        UnpackedRuntime.removeAtExit();
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
        int exitCode = commandLine(utf8(out), err).execute(arguments);
        if (out.lost().isPresent()) {
            err.println("nearline: standard output: " + out.lost().get());
            exitCode = Math.max(exitCode, CommandLine.ExitCode.SOFTWARE);
        }
        System.exit(exitCode);
    }

    /** The command line with its output going to the given writers. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new NearlineCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(CommandErrors::usage)
                .setExecutionExceptionHandler(CommandErrors::execution);
    }

    /** Posts are in every script, whatever the terminal's locale says. */
    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
