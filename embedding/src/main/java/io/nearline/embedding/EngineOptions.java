package io.nearline.embedding;

import io.nearline.embedding.batch.BatchPolicy;
import java.util.Objects;

/**
 * How an engine runs. Two embedders of one bundle share an engine only if their options are equal.
 *
 * @param workers threads that compute, each running the model on one core
 * @param batchPolicy how much a free worker takes at once
 * @param maxWaiting texts that may wait for a worker before {@link Embedder#embed} blocks its
 *     caller
 */
public record EngineOptions(int workers, BatchPolicy batchPolicy, int maxWaiting) {

    /**
     * A second or two of work for two cores: enough that workers never starve, little enough to
     * lose on close.
     */
    public static final int DEFAULT_MAX_WAITING = 512;

    public EngineOptions {
        requirePositive("workers", workers);
        requirePositive("maxWaiting", maxWaiting);
        Objects.requireNonNull(batchPolicy, "batchPolicy");
    }

    /**
     * One worker per CPU, one text a call.
     *
     * @param cpus processors this process may use, such as {@link Runtime#availableProcessors()}
     */
    public static EngineOptions forCpus(int cpus) {
        return new EngineOptions(cpus, BatchPolicy.oneTextPerCall(), DEFAULT_MAX_WAITING);
    }

    public EngineOptions withWorkers(int count) {
        return new EngineOptions(count, batchPolicy, maxWaiting);
    }

    public EngineOptions withBatchPolicy(BatchPolicy policy) {
        return new EngineOptions(workers, policy, maxWaiting);
    }

    public EngineOptions withMaxWaiting(int texts) {
        return new EngineOptions(workers, batchPolicy, texts);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; use 1 or more");
        }
    }
}
