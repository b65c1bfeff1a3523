package io.nearline.faults.campaign;

import io.nearline.faults.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to do.
 *
 * @param faults in their order
 * @param times how often each
 * @param seed of the posts and of all choices
 * @param posts how many posts change
 * @param rate events a second
 * @param outage how long a broker is away that is away for long
 * @param bound how old a write may be that is not yet published
 * @param directory for everything that is written
 */
public record CampaignPlan(
        List<Fault> faults,
        int times,
        long seed,
        int posts,
        double rate,
        Duration outage,
        Duration bound,
        Path directory) {
    public CampaignPlan {
        faults = List.copyOf(faults);
    }
}
