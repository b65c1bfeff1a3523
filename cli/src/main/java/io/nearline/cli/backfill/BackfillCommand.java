package io.nearline.cli.backfill;

import picocli.CommandLine.Command;

/** The group of commands about backfills. */
@Command(
        name = "backfill",
        description = {
            "Embeds the past with a new model, beside the live job: plans, starts, watches and"
                    + " stops backfills.",
            "",
            "A backfill reads posts and writes vectors; the live job merges these, so it decides"
                    + " what is newest, and live posts go first."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackfillPlanCommand.class,
            BackfillSubmitCommand.class,
            BackfillStatusCommand.class,
            BackfillPauseCommand.class,
            BackfillResumeCommand.class,
            BackfillCancelCommand.class
        })
public final class BackfillCommand {}
