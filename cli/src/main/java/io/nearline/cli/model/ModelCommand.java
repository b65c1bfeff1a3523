package io.nearline.cli.model;

import picocli.CommandLine.Command;

/** The group of commands about model bundles. */
@Command(
        name = "model",
        description = "Verifies, inspects and packages embedding models.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelVerifyCommand.class,
            ModelInspectCommand.class,
            ModelPackageCommand.class
        })
public final class ModelCommand {}
