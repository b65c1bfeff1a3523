package io.nearline.pipeline.config;

import java.time.Duration;

/**
 * How the live job merges what backfills made.
 *
 * @param perSecond most records it reads a second
 * @param liveWait it reads none while live records wait longer than this
 */
public record MergeSettings(int perSecond, Duration liveWait) {}
