package io.nearline.operations.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How thoroughly a model is checked, and what it must reach.
 *
 * @param bars what it must reach
 * @param sampleSize posts whose vectors are compared
 * @param settle how long a live post may wait for its vector before it counts as not covered
 * @param labelled a file of labelled pairs of sentences
 */
public record GateSettings(Bars bars, int sampleSize, Duration settle, Optional<Path> labelled) {}
