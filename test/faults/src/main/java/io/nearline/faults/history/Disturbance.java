package io.nearline.faults.history;

/**
 * From the moment a fault was injected until the job had recovered, on the campaign's clock.
 *
 * @param fault its name
 */
public record Disturbance(String fault, long fromMillis, long toMillis) {
    boolean includes(long millis) {
        return millis >= fromMillis && millis <= toMillis;
    }
}
