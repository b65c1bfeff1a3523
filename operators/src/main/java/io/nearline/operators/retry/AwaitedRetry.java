package io.nearline.operators.retry;

/**
 * A record that waits to be tried again: a state value of {@code await-retry}.
 *
 * @param failed the record
 * @param dueAt when it goes on, milliseconds since the epoch
 */
public record AwaitedRetry(FailedRecord failed, long dueAt) {}
