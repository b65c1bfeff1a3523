package io.nearline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command has, and what is said of all of them. */
@Command(
        name = "nearline",
        description = "Keeps embeddings of posts fresh: posts in, versioned vectors out.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Versions.class,
        footer = {
            "",
            "Exit codes: 0 done; 1 it could not be done, and a line says why; 2 the command line"
                    + " makes no sense; 130, 143 or 129 it was ended by Ctrl-C, a kill or a"
                    + " terminal that closed."
        })
class RootCommand {

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
}
