package io.nearline.cli.rollout;

import picocli.CommandLine.Command;

/** The group of commands that bring a new model into use. */
@Command(
        name = "rollout",
        description = {
            "Brings a new model into use, and back out of it: stage it, backfill it (see \"nearline"
                    + " backfill\"), check it, promote it.",
            "Decisions are published on the topic index-control, where the live job and the"
                    + " consumers of the index see them."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RolloutStageCommand.class,
            RolloutStatusCommand.class,
            RolloutCheckCommand.class,
            RolloutPromoteCommand.class,
            RolloutRollbackCommand.class,
            RolloutRetireCommand.class
        })
public final class RolloutCommand {}
