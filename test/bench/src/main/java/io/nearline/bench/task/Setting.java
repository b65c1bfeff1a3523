package io.nearline.bench.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a worker is told when it starts.
 *
 * @param role what it does, as reports call it
 * @param label short name of the model
 * @param model bundle directory
 * @param posts file of the posts to measure with
 * @param repeats file of posts with repeated texts
 * @param work directory for what it writes
 * @param brokers of the run's broker
 * @param cores processors it may use
 * @param budget tokens of a batch; 0 for one text a call
 * @param options of the job and of Flink, over their defaults
 */
public record Setting(
        String role,
        String label,
        Path model,
        Path posts,
        Path repeats,
        Path work,
        String brokers,
        int cores,
        int budget,
        Map<String, String> options) {

    /** Tokens of a batch; empty for one text a call. */
    @JsonIgnore
    public OptionalInt tokenBudget() {
        return budget > 0 ? OptionalInt.of(budget) : OptionalInt.empty();
    }

    /** A name that no other run has. */
    public String runName(int run) {
        return String.join("-", label, role, Integer.toString(run)).replace('_', '-');
    }
}
