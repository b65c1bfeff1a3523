package io.nearline.operations.backfill;

import io.nearline.schemas.BackfillReport;

/** What became of a backfill that was started. */
public sealed interface StartedBackfill {

    /**
     * It ran in this process and ended, or was paused.
     *
     * @param last the report that says how
     */
    record Ended(BackfillReport last) implements StartedBackfill {}

    /** It runs on a Flink cluster. */
    record Elsewhere() implements StartedBackfill {}

    /**
     * It starts when this is applied to a Kubernetes cluster.
     *
     * @param yaml the manifest
     */
    record Manifest(String yaml) implements StartedBackfill {
        /** Without the settings, which may hold the secrets of Kafka clients. */
        @Override
        public String toString() {
            return "Manifest[%d characters]".formatted(yaml.length());
        }
    }

    /**
     * Its manifest was applied.
     *
     * @param answer what kubectl said to it
     */
    record Applied(String answer) implements StartedBackfill {
        /** Without what another program said. */
        @Override
        public String toString() {
            return "Applied[%d characters]".formatted(answer.length());
        }
    }
}
