package io.nearline.pipeline.config;

import java.util.Locale;

/** What to do about a transaction of a checkpoint that the brokers have rolled back. */
public enum LostTransactions {
    /** Fail: its updates are lost unless an older checkpoint is restored. */
    FAIL,
    /** Go on without its updates. */
    ACCEPT;

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
