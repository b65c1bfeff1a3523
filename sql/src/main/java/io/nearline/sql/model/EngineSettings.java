package io.nearline.sql.model;

import io.nearline.embedding.Device;
import io.nearline.pipeline.config.ServingSettings.Batching;
import io.nearline.pipeline.config.ServingSettings.Engine;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * Reads how an engine runs. With the defaults it is the engine that a streaming job with its
 * defaults has, so that both can be one.
 */
final class EngineSettings {

    /** As many as the job's engine lets wait. */
    private static final int MAX_WAITING = 1024;

    /** As the job's on a GPU. */
    private static final int GPU_TOKEN_BUDGET = 16_384;

    /** A few bytes would be a forgotten unit. */
    private static final MemorySize LEAST_CACHE = MemorySize.ofMebiBytes(1);

    private EngineSettings() {}

    /**
     * The engine.
     *
     * @throws ValidationException naming the option, the value found and the fix
     */
    static Engine from(ReadableConfig options) {
        Device device = device(options.get(ModelOptions.DEVICE));
        Batching batching =
                options.getOptional(ModelOptions.BATCH_POLICY)
                        .orElse(
                                device.isGpu()
                                        ? Batching.TOKEN_BUDGET
                                        : ModelOptions.BATCH_POLICY.defaultValue());
        int budget =
                options.getOptional(ModelOptions.TOKEN_BUDGET)
                        .orElse(
                                device.isGpu()
                                        ? GPU_TOKEN_BUDGET
                                        : ModelOptions.TOKEN_BUDGET.defaultValue());
        int workers = options.get(ModelOptions.WORKERS);
        MemorySize cache = options.get(ModelOptions.CACHE_SIZE);
        Duration timeout = options.get(ModelOptions.TIMEOUT);
        check(
                ModelOptions.WORKERS,
                workers,
                count -> count >= 0,
                "use 0 for one per core, or more");
        check(ModelOptions.TOKEN_BUDGET, budget, tokens -> tokens > 0, "use 1 or more");
        check(
                ModelOptions.CACHE_SIZE,
                cache,
                size -> size.getBytes() == 0 || size.compareTo(LEAST_CACHE) >= 0,
                "use 0 for none, or " + LEAST_CACHE + " or more");
        check(
                ModelOptions.TIMEOUT,
                timeout,
                limit -> limit.toMillis() > 0,
                "use a positive duration, such as 30 s");
        return new Engine(
                workers,
                batching,
                budget,
                MAX_WAITING,
                cache.getBytes(),
                device,
                timeout,
                List.of());
    }

    private static Device device(String found) {
        try {
            return Device.parse(found);
        } catch (IllegalArgumentException unreadable) {
            throw problem(ModelOptions.DEVICE, found, String.valueOf(unreadable.getMessage()));
        }
    }

    private static <T> void check(ConfigOption<T> option, T found, Predicate<T> rule, String fix) {
        if (!rule.test(found)) {
            throw problem(option, found, fix);
        }
    }

    static ValidationException problem(ConfigOption<?> option, Object found, String fix) {
        return new ValidationException(
                "Option '%s' is '%s'; %s.".formatted(option.key(), found, fix));
    }
}
