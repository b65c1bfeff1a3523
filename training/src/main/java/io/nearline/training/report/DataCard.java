package io.nearline.training.report;

import io.nearline.training.plan.DataPlan;
import java.util.Optional;

/**
 * A file that was learned from, or that is scored only.
 *
 * @param name of the task or set
 * @param file its name
 * @param use what it is for
 * @param source where it comes from, as the plan says
 * @param licence what may be done with it, as the plan says
 */
public record DataCard(
        String name, String file, Use use, Optional<String> source, Optional<String> licence) {

    /** What a file is for. */
    public enum Use {
        LEARNED("learned from"),
        SCORED("scored only");

        private final String words;

        Use(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static DataCard of(String name, DataPlan data, Use use) {
        return new DataCard(
                name,
                data.file().getFileName().toString(),
                use,
                data.provenance().source(),
                data.provenance().licence());
    }
}
