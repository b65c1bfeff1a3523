package io.nearline.operators.embed;

import java.io.Serializable;
import java.time.Duration;

/**
 * What the embed stage of one subtask bears.
 *
 * @param openTimeout how long a text waits for a model that joined to be opened
 * @param bytesInFlight memory for posts in flight, about, 1 or more; a single post may exceed it
 */
public record EmbedLimits(Duration openTimeout, long bytesInFlight) implements Serializable {

    public EmbedLimits {
        if (bytesInFlight < 1) {
            throw new IllegalArgumentException(
                    "bytesInFlight is %d; use 1 or more".formatted(bytesInFlight));
        }
    }
}
