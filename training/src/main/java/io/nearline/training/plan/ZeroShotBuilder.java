package io.nearline.training.plan;

import java.nio.file.Path;
import java.util.Locale;

/** A set that is scored only, for {@link PlanBuilder}. */
public final class ZeroShotBuilder extends DataBuilder<ZeroShotBuilder> {

    /** Starts with the file of its records. */
    public ZeroShotBuilder(Path file) {
        keys.put("file", file.toString());
    }

    /** Records that are scored. */
    public ZeroShotBuilder most(int records) {
        keys.put("most", records);
        return this;
    }

    /** What it is scored by. */
    public ZeroShotBuilder measure(Measure measure) {
        keys.put("measure", measure.name().toLowerCase(Locale.ROOT));
        return this;
    }

    @Override
    ZeroShotBuilder self() {
        return this;
    }
}
