package io.nearline.pipeline.source.pace;

import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;

/**
 * How fast one reader reads: one record for each permit.
 *
 * @param <S> splits
 */
@FunctionalInterface
public interface Pace<S extends SourceSplit> extends RateLimiter<S>, AutoCloseable {

    /** The reader reads no more. */
    @Override
    default void close() {}
}
