package io.nearline.training.plan;

import java.nio.file.Path;
import java.util.Locale;

/** A held-out part of a task, for {@link TaskBuilder}. Fields not named are those of the task. */
public final class HeldOutBuilder extends DataBuilder<HeldOutBuilder> {

    private HeldOutBuilder(String key, Object value) {
        keys.put(key, value);
    }

    /** A share of the task's records, chosen by a hash, the same in every run. */
    public static HeldOutBuilder share(double share) {
        return new HeldOutBuilder("share", share);
    }

    /** All records of a file of its own. */
    public static HeldOutBuilder file(Path file) {
        return new HeldOutBuilder("file", file.toString());
    }

    /** Field whose values are held out with all their records. */
    public HeldOutBuilder by(String field) {
        keys.put("by", field);
        return this;
    }

    /** Share of the part that is scored while training, 0 to 1. */
    public HeldOutBuilder dev(double share) {
        keys.put("dev", share);
        return this;
    }

    /** Records that the report scores. */
    public HeldOutBuilder most(int records) {
        keys.put("most", records);
        return this;
    }

    /** What it is scored by. */
    public HeldOutBuilder measure(Measure measure) {
        keys.put("measure", measure.name().toLowerCase(Locale.ROOT));
        return this;
    }

    @Override
    HeldOutBuilder self() {
        return this;
    }
}
