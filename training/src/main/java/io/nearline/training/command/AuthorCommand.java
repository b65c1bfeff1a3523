package io.nearline.training.command;

import io.nearline.training.learn.MemoryNeed;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Trains a model from labelled posts, by a plan in one file. */
@Command(
        name = "author",
        description = {
            "Trains the encoder of a bundle on pairs of texts, and packages the result as a"
                    + " bundle.",
            "A plan in YAML says what to start from, what to learn and how long:"
                    + " docs/guides/train-your-model.md."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "\"nearline author stage BUNDLE\" then asks the running job to serve an exported"
                    + " bundle, as \"nearline rollout stage\" does, with its options."
        },
        subcommands = {
            InitCommand.class,
            CheckCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            TransferCommand.class,
            ExportCommand.class
        })
public final class AuthorCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print how this command is used, and end.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean helpWanted;

    /** Runs one command; ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = ExitCode.SOFTWARE;
        try {
            code =
                    commandLine(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err)
                            .execute(arguments);
        } catch (OutOfMemoryError e) {
            err.printf(
                    "nearline: the JVM's heap of %s is too small (%s): give more, such as"
                            + " NEARLINE_JAVA_OPTS=-Xmx2g%n",
                    MemoryNeed.text(Runtime.getRuntime().maxMemory()), e.getMessage());
        }
        System.exit(code);
    }

    /** The command line with its output going to the given writers. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new AuthorCommand())
                .setCommandName("nearline author")
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> {
                            command.getErr().println("nearline: " + oneLine(failure));
                            return command.getCommandSpec().exitCodeOnExecutionException();
                        });
    }

    private static String oneLine(Exception failure) {
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            // Its message is the path alone.
            return "cannot read or write %s (%s)"
                    .formatted(
                            file.getFile(),
                            failure.getClass().getSimpleName().replace("Exception", ""));
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
