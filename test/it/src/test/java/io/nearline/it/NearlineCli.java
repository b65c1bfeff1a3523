package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.cli.NearlineCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The command line as its users have it, on one cluster of brokers. */
final class NearlineCli {

    private final String brokers;

    NearlineCli(String brokers) {
        this.brokers = brokers;
    }

    /** Runs a command, which must succeed, and returns the lines that it printed. */
    List<String> run(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--brokers=" + brokers);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                NearlineCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                        .execute(arguments.toArray(String[]::new));
        assertThat(exitCode).as("%s: %s", command, err).isZero();
        return out.toString().lines().toList();
    }
}
