package io.nearline.operators.record;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Why a record is in the flow. */
public enum Origin {
    /** The source published a change. */
    LIVE,
    /**
     * Somebody publishes a dead letter again. The gate lets a replay of the newest known revision
     * pass, which for a live record would be a repetition.
     */
    REPLAY;

    /** Name of the Kafka header that marks a replay; its value is {@code replay}. */
    public static final String HEADER = "nearline-origin";

    /**
     * The origin that the headers name; live if they name none.
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
