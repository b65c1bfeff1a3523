package io.nearline.pipeline.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The sinks' transactions under exactly-once.
 *
 * @param idPrefix prefix of their ids, unique per job and broker
 * @param timeout how long the brokers keep one open that nobody ends
 * @param lost what to do about one that they have rolled back
 */
public record Transactions(String idPrefix, Duration timeout, LostTransactions lost)
        implements Serializable {

    /** The same with ids of another job's own. */
    Transactions ownedBy(String owner) {
        return new Transactions(idPrefix + '-' + owner, timeout, lost);
    }
}
