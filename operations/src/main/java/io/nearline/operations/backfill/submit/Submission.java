package io.nearline.operations.backfill.submit;

import java.util.Map;

/**
 * How a backfill was started, so that it can be started again in the same way.
 *
 * @param id identity of the backfill
 * @param target what runs it
 * @param settings every option that its job was given, by key
 */
public record Submission(String id, BackfillTarget target, Map<String, String> settings) {

    public Submission {
        settings = Map.copyOf(settings);
    }

    /** Counts only: settings may hold secrets. */
    @Override
    public String toString() {
        return "%s on %s with %d settings".formatted(id, target, settings.size());
    }
}
