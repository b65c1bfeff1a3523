package io.nearline.embedding.engine;

import io.nearline.embedding.Device;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.batch.BatchPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How an engine runs. Two embedders of one bundle share an engine only if their options are equal.
 *
 * @param workers threads that compute, each running the model on one core
 * @param batchPolicy how much a free worker takes at once
 * @param maxWaiting texts that may wait for a worker before {@code embed} blocks its caller
 * @param cacheBytes memory for vectors of texts seen recently, about; 0 to embed every text, even
 *     one that is in flight already
 * @param device what the model computes on
 * @param runTimeout how long one run of the model may take, counted from when a worker begins it
 *     and never while a text waits; 1 ms or more
 * @param outputs names of the model's further outputs that each text gets too; those that the model
 *     does not have are passed over
 * @param entry whose texts are embedded: those of a role with a tower of its own go through that,
 *     and it takes no others
 */
public record EngineOptions(
        int workers,
        BatchPolicy batchPolicy,
        int maxWaiting,
        long cacheBytes,
        Device device,
        Duration runTimeout,
        List<String> outputs,
        Role entry) {

    /**
     * A second or two of work for two cores: enough that workers never starve, little enough to
     * lose on close.
     */
    public static final int DEFAULT_MAX_WAITING = 512;

    /** Far longer than any run takes that will end. */
    public static final Duration DEFAULT_RUN_TIMEOUT = Duration.ofMinutes(2);

    public EngineOptions {
        outputs = List.copyOf(outputs);
        requirePositive("workers", workers);
        requirePositive("maxWaiting", maxWaiting);
        Objects.requireNonNull(batchPolicy, "batchPolicy");
        Objects.requireNonNull(device, "device");
        if (runTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "runTimeout is " + runTimeout + "; use a millisecond or more");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "cacheBytes is " + cacheBytes + "; use 0 for no cache, or more");
        }
    }

    /** The model's main vector alone. */
    public EngineOptions(
            int workers,
            BatchPolicy batchPolicy,
            int maxWaiting,
            long cacheBytes,
            Device device,
            Duration runTimeout) {
        this(
                workers,
                batchPolicy,
                maxWaiting,
                cacheBytes,
                device,
                runTimeout,
                List.of(),
                Role.PASSAGE);
    }

    /**
     * One worker per CPU, one text a call, no cache, no GPU.
     *
     * @param cpus processors this process may use, such as {@link Runtime#availableProcessors()}
     */
    public static EngineOptions forCpus(int cpus) {
        return new EngineOptions(
                cpus,
                BatchPolicy.oneTextPerCall(),
                DEFAULT_MAX_WAITING,
                0,
                Device.PROCESSORS,
                DEFAULT_RUN_TIMEOUT);
    }

    public EngineOptions withWorkers(int count) {
        return new EngineOptions(
                count, batchPolicy, maxWaiting, cacheBytes, device, runTimeout, outputs, entry);
    }

    public EngineOptions withBatchPolicy(BatchPolicy policy) {
        return new EngineOptions(
                workers, policy, maxWaiting, cacheBytes, device, runTimeout, outputs, entry);
    }

    public EngineOptions withMaxWaiting(int texts) {
        return new EngineOptions(
                workers, batchPolicy, texts, cacheBytes, device, runTimeout, outputs, entry);
    }

    public EngineOptions withCacheBytes(long bytes) {
        return new EngineOptions(
                workers, batchPolicy, maxWaiting, bytes, device, runTimeout, outputs, entry);
    }

    public EngineOptions withDevice(Device other) {
        return new EngineOptions(
                workers, batchPolicy, maxWaiting, cacheBytes, other, runTimeout, outputs, entry);
    }

    public EngineOptions withRunTimeout(Duration limit) {
        return new EngineOptions(
                workers, batchPolicy, maxWaiting, cacheBytes, device, limit, outputs, entry);
    }

    public EngineOptions withOutputs(List<String> names) {
        return new EngineOptions(
                workers, batchPolicy, maxWaiting, cacheBytes, device, runTimeout, names, entry);
    }

    public EngineOptions withEntry(Role role) {
        return new EngineOptions(
                workers, batchPolicy, maxWaiting, cacheBytes, device, runTimeout, outputs, role);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; use 1 or more");
        }
    }
}
