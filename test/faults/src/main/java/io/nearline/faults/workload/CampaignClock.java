package io.nearline.faults.workload;

/** Milliseconds since the campaign began, which no fault can turn back. */
public final class CampaignClock {
    private final long start = System.nanoTime();

    public long millis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
