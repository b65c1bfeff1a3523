package io.nearline.cli.deadletters;

import picocli.CommandLine.Command;

/** The group of commands about dead letters. */
@Command(
        name = "dead-letters",
        description = {
            "Shows the records that the job could not process, and replays them.",
            "",
            "  nearline dead-letters stats --since 2h",
            "  nearline dead-letters list --stage EMBED --since 2h",
            "  nearline dead-letters show 0:17",
            "  nearline dead-letters replay --stage EMBED --since 2h --dry-run",
            "",
            "What a post says is hidden unless it is asked for. A replay never overwrites anything"
                    + " newer, and doing it twice does no harm."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersStatsCommand.class,
            DeadLettersReplayCommand.class
        })
public final class DeadLettersCommand {}
