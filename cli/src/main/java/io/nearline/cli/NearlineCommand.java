package io.nearline.cli;

import io.nearline.cli.backfill.BackfillCommand;
import io.nearline.cli.deadletters.DeadLettersCommand;
import io.nearline.cli.demo.DemoCommand;
import io.nearline.cli.doctor.DoctorCommand;
import io.nearline.cli.evaluate.EvaluateCommand;
import io.nearline.cli.mapping.MappingCommand;
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
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command; see {@code nearline --help}. */
@Command(
        subcommands = {
            DemoCommand.class,
            BackfillCommand.class,
            StreamCommand.class,
            TopicsCommand.class,
            PostCommand.class,
            MappingCommand.class,
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
public final class NearlineCommand extends RootCommand {

    /** Runs one command; ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        UnpackedRuntime.removeAtExit();
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
        int exitCode = commandLine(arguments, utf8(out), err).execute(arguments);
        if (out.lost().isPresent()) {
            err.println("nearline: standard output: " + out.lost().get());
            exitCode = Math.max(exitCode, CommandLine.ExitCode.SOFTWARE);
        }
        System.exit(exitCode);
    }

    /** The command line with its output going to the given writers. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return with(new CommandLine(new NearlineCommand()), out, err);
    }

    /**
     * The same for one call. Where its first argument is a command, the others are not looked at:
     * to read what all of them take is a quarter of what happens before the command does anything.
     */
    static CommandLine commandLine(String[] arguments, PrintWriter out, PrintWriter err) {
        return Stream.of(NearlineCommand.class.getAnnotation(Command.class).subcommands())
                .filter(command -> arguments.length > 0 && isNamed(arguments[0], command))
                .findFirst()
                .map(command -> new CommandLine(new RootCommand()).addSubcommand(command))
                .map(alone -> with(alone, out, err))
                .orElseGet(() -> commandLine(out, err));
    }

    private static boolean isNamed(String name, Class<?> command) {
        return command.getAnnotation(Command.class).name().equals(name);
    }

    private static CommandLine with(CommandLine commands, PrintWriter out, PrintWriter err) {
        return commands.setOut(out)
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
