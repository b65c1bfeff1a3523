package io.nearline.pipeline;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;

/** What the job asks of Flink unless its deployer says otherwise, and what nobody may change. */
public final class FlinkEnvironment {

    /**
     * State is cut into this many key groups, for ever: it bounds every later rescale. 720 divides
     * evenly by most parallelisms that anyone will choose.
     */
    private static final int MAX_PARALLELISM = 720;

    /**
     * Most posts are new, and of a new post each gate asks for a key that is not there. A filter in
     * memory answers that without touching a file, and costs 10 bits a key. The rest of RocksDB is
     * as Flink sets it: docs/performance/settings.md says why.
     */
    private static final boolean BLOOM_FILTERS = true;

    private FlinkEnvironment() {}

    /** The given configuration with the job's defaults below it and its invariants above it. */
    public static Configuration over(Configuration given) {
        Configuration all = new Configuration(given);
        unlessSet(all, StateBackendOptions.STATE_BACKEND, "rocksdb");
        unlessSet(all, CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        unlessSet(all, CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        unlessSet(all, RocksDBConfigurableOptions.USE_BLOOM_FILTER, BLOOM_FILTERS);
        unlessSet(all, PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        unlessSet(
                all,
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        invariants(all);
        return all;
    }

    /**
     * No generic types: a type that falls back to Kryo is slow and locks state. No automatic uids:
     * a forgotten one would lose state at the next change of the graph. Object reuse: every element
     * is immutable, so chained operators need no copies.
     */
    private static void invariants(Configuration all) {
        all.set(PipelineOptions.GENERIC_TYPES, false);
        all.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        all.set(PipelineOptions.OBJECT_REUSE, true);
    }

    private static <T> void unlessSet(Configuration all, ConfigOption<T> option, T value) {
        if (!all.contains(option)) {
            all.set(option, value);
        }
    }
}
