package io.nearline.faults.rig;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How large the deployment and its load are.
 *
 * @param directory for everything that it writes
 * @param seed of the script and of all choices
 * @param posts how many posts change
 * @param rate events a second
 * @param outage how long a broker is away that is away for long
 * @param bound how old a write may be that is not yet published
 */
public record RigOptions(
        Path directory, long seed, int posts, double rate, Duration outage, Duration bound) {}
