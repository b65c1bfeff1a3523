package io.nearline.cli.backfill;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.backfill.range.RangeRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which part of the topic of posts to read. */
final class RangeOptions {

    @Option(
            names = "--from-time",
            paramLabel = "INSTANT",
            description =
                    "Begin with the first record of this Kafka time, such as 2026-03-01T00:00:00Z."
                            + " Default: the oldest record that is kept.")
    private Instant fromTime;

    @Option(
            names = "--to-time",
            paramLabel = "INSTANT",
            description =
                    "Stop before the first record of this Kafka time. Default: the topic's end"
                            + " now.")
    private Instant toTime;

    @Option(
            names = "--from-offsets",
            paramLabel = "PARTITION:OFFSET",
            split = ",",
            splitSynopsisLabel = ",",
            description = "Begin at these offsets, such as 0:1200,1:900; wins over --from-time.")
    private String[] fromOffsets = {};

    @Option(
            names = "--to-offsets",
            paramLabel = "PARTITION:OFFSET",
            split = ",",
            splitSynopsisLabel = ",",
            description = "Stop before these offsets; wins over --to-time.")
    private String[] toOffsets = {};

    RangeRequest request() {
        return new RangeRequest(
                fromTime,
                toTime,
                offsets("--from-offsets", fromOffsets),
                offsets("--to-offsets", toOffsets));
    }

    /** Whether any part was asked for. */
    boolean areGiven() {
        return !request().equals(RangeRequest.everything());
    }

    private static Map<Integer, Long> offsets(String option, String[] pairs) {
        Map<Integer, Long> offsets = new LinkedHashMap<>();
        for (String pair : pairs) {
            if (!pair.matches("\\d{1,9}:\\d{1,18}")) {
                throw new CommandException(
                        option + ": '" + pair + "' is not partition:offset, such as 0:1200");
            }
            int colon = pair.indexOf(':');
            offsets.put(
                    Integer.valueOf(pair.substring(0, colon)),
                    Long.valueOf(pair.substring(colon + 1)));
        }
        return offsets;
    }
}
