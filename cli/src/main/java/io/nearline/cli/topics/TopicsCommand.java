package io.nearline.cli.topics;

import picocli.CommandLine.Command;

/** The group of commands about topics. */
@Command(
        name = "topics",
        description = "Makes the topics that the streaming job needs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TopicsCreateCommand.class)
public final class TopicsCommand {}
