package io.nearline.cli.mapping;

import picocli.CommandLine.Command;

/** The group of commands about mapping files. */
@Command(
        name = "mapping",
        description =
                "Tries and proposes files that say how records of your own shape become posts.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MappingCheckCommand.class, MappingInferCommand.class})
public final class MappingCommand {}
