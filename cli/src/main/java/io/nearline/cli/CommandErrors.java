package io.nearline.cli;

import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.pipeline.config.Spelling;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: one line on standard error, more only when asked for. */
final class CommandErrors {

    private static final String PREFIX = "nearline: ";

    private CommandErrors() {}

    /** A command line that makes no sense; exit code 2. */
    static int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String help = command.getCommandSpec().qualifiedName(" ") + " --help";
        print(
                command.getErr(),
                failure,
                "%s%s (see: %s)".formatted(oneLine(failure), suggestion(failure), help));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What may have been meant by a word that is no command and no option. */
    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        Collection<String> names =
                typed.startsWith("-")
                        ? command.optionsMap().keySet()
                        : command.subcommands().keySet();
        return Spelling.meant(typed, names).map("; did you mean %s?"::formatted).orElse("");
    }

    /** A command that failed; exit code 1. A wrong configuration has a line for each problem. */
    static int execution(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InvalidConfigurationException invalid) {
            invalid.problems().forEach(problem -> command.getErr().println(PREFIX + problem));
            command.getErr().flush();
        } else {
            print(command.getErr(), failure, oneLine(failure));
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static void print(PrintWriter err, Exception failure, String line) {
        err.println(PREFIX + line);
        if (Verbosity.isRaised()) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** The message, and that of the innermost cause where it says something else. */
    private static String oneLine(Throwable failure) {
        String message = message(failure);
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        if (innermost != failure && !message.contains(String.valueOf(innermost.getMessage()))) {
            message = message + ": " + message(innermost);
        }
        return message.replaceAll("\\s*\\R\\s*", " ");
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            // Its message is the path alone, its class the reason.
            String reason = failure.getClass().getSimpleName().replace("Exception", "");
            return "cannot read or write " + file.getFile() + " (" + reason + ")";
        }
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName() + " (--verbose shows where)"
                : message;
    }
}
