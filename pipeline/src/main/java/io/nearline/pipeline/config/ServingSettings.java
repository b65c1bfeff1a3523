package io.nearline.pipeline.config;

import io.nearline.embedding.Device;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.engine.EngineOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which models serve, and how their engines run.
 *
 * @param directory directory of bundles, the same path on every machine
 * @param names names of bundle directories in it, in order
 * @param cache directory that other bundles are fetched to; null for one in the temporary directory
 * @param mostBundleBytes largest bundle that is fetched
 * @param stageTimeout how long a machine may take to fetch and verify a staged model
 * @param engine how the engines run
 */
public record ServingSettings(
        String directory,
        List<String> names,
        @Nullable String cache,
        long mostBundleBytes,
        Duration stageTimeout,
        Engine engine) {

    /** How much a free worker takes at once. */
    public enum Batching {
        /** One text a call. */
        ONE_TEXT,
        /** Length-sorted batches within a token budget. */
        TOKEN_BUDGET,
        /** Texts of equal length together, within a token budget. */
        EQUAL_LENGTHS,
        /** The same, with texts of nearly that length while the batch is short. */
        SIMILAR_LENGTHS,
        /**
         * Similar lengths for a model that is batch invariant, equal lengths for one that is so
         * unpadded, else one text.
         */
        BY_PRECISION;

        /**
         * What this means for a model.
         *
         * @param invariance of the model's vectors
         * @param tokenBudget tokens of one batch, padding included
         */
        public BatchPolicy policyFor(BatchInvariance invariance, int tokenBudget) {
            return switch (this) {
                case ONE_TEXT -> BatchPolicy.oneTextPerCall();
                case TOKEN_BUDGET -> BatchPolicy.tokenBudget(tokenBudget);
                case EQUAL_LENGTHS -> BatchPolicy.equalLengths(tokenBudget);
                case SIMILAR_LENGTHS -> BatchPolicy.similarLengths(tokenBudget);
                case BY_PRECISION ->
                        switch (invariance) {
                            case NEVER -> BatchPolicy.oneTextPerCall();
                            case IF_UNPADDED -> BatchPolicy.equalLengths(tokenBudget);
                            case ALWAYS -> BatchPolicy.similarLengths(tokenBudget);
                        };
            };
        }

        /** The value as it is configured. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How an engine runs.
     *
     * @param workers threads per model; 0 for one per core of the task manager, or two for a GPU
     * @param batching how much a free worker takes at once
     * @param tokenBudget tokens of one batch, padding included
     * @param maxWaiting texts that may wait for a worker
     * @param cacheBytes memory for vectors of texts seen recently; 0 to embed every text
     * @param device what models compute on
     * @param runTimeout how long one run of a model may take
     * @param outputs names of the further vectors that each text gets
     */
    public record Engine(
            int workers,
            Batching batching,
            int tokenBudget,
            int maxWaiting,
            long cacheBytes,
            Device device,
            Duration runTimeout,
            List<String> outputs)
            implements Serializable {

        /** One tokenises while the other's batch runs. */
        private static final int WORKERS_OF_A_GPU = 2;

        /**
         * What this means for a model on a machine.
         *
         * @param invariance of the model's vectors
         * @param cpus processors that this process may use
         */
        public EngineOptions optionsFor(BatchInvariance invariance, int cpus) {
            EngineOptions options =
                    new EngineOptions(
                            workers == 0 ? defaultWorkers(cpus) : workers,
                            batching.policyFor(invariance, tokenBudget),
                            maxWaiting,
                            cacheBytes,
                            device,
                            runTimeout);
            return options.withOutputs(outputs);
        }

        private int defaultWorkers(int cpus) {
            return device.isGpu() ? WORKERS_OF_A_GPU : cpus;
        }
    }
}
