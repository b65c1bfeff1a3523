package io.nearline.operations.backfill.submit;

import java.util.Map;

/**
 * How a backfill was started, so that it can be started again in the same way.
 *
 * @param id identity of the backfill
 * @param target what runs it
 * @param place address of the cluster's REST endpoint for FLINK, the image for KUBERNETES, else
 *     null
 * @param settings every option that its job was given, by key
 */
public record Submission(String id, Target target, String place, Map<String, String> settings) {

    /** What runs a backfill. */
    public enum Target {
        /** A Flink of its own, in the process that submits. */
        EMBEDDED,
        /** A Flink cluster that is there, by its REST endpoint. */
        FLINK,
        /** The Flink Kubernetes Operator. */
        KUBERNETES
    }

    public Submission {
        settings = Map.copyOf(settings);
    }

    /** Counts only: settings may hold secrets. */
    @Override
    public String toString() {
        return id + " on " + target + " with " + settings.size() + " settings";
    }
}
