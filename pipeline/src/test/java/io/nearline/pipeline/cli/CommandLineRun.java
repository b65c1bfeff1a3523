package io.nearline.pipeline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One command run in this JVM, with what it printed. */
record CommandLineRun(int exitCode, List<String> out, List<String> err) {

    static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                NearlineCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                        .execute(arguments);
        return new CommandLineRun(exitCode, lines(out), lines(err));
    }

    private static List<String> lines(StringWriter writer) {
        return writer.toString().lines().toList();
    }
}
