package io.nearline.operators.record;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Why a record is in the flow. Whoever reads a topic decides; a producer can only ask for REPLAY.
 */
public enum Origin {
    /** The source published a change. */
    LIVE,
    /**
     * A dead letter comes again: somebody published it, or the job tries it by itself. The gate
     * lets a replay of the newest known text pass, which for a live record would be stale or a
     * repetition.
     */
    REPLAY,
    /** A backfill embeds the past again. */
    BACKFILL,
    /** A backfill reads the past only to learn which revision of each post is the newest. */
    SURVEY;

    /** Name of the Kafka header that marks a replay; its value is {@code replay}. */
    public static final String HEADER = "nearline-origin";

    /**
     * The origin of a live record: REPLAY if the headers say so, else LIVE. No header makes a
     * record a backfilled one.
     *
     * @param headers headers of a Kafka record
     */
    public static Origin of(List<RawHeader> headers) {
        for (RawHeader header : headers) {
            if (header.key().equals(HEADER)
                    && header.value() != null
                    && new String(header.value(), StandardCharsets.UTF_8)
                            .equalsIgnoreCase(REPLAY.name())) {
                return REPLAY;
            }
        }
        return LIVE;
    }
}
