package io.nearline.cli.backfill;

import java.util.Locale;
import java.util.OptionalDouble;

/** A share as a bar of characters. */
final class ProgressBar {

    private static final int WIDTH = 24;

    private ProgressBar() {}

    /** Such as {@code [######------------------] 25 %}; full only at the very end. */
    static String of(OptionalDouble share) {
        if (share.isEmpty()) {
            return "[" + ".".repeat(WIDTH) + "]";
        }
        double clamped = Math.max(0, Math.min(1, share.getAsDouble()));
        int done = (int) (WIDTH * clamped);
        return String.format(
                Locale.ROOT,
                "[%s%s] %d %%",
                "#".repeat(done),
                "-".repeat(WIDTH - done),
                (int) (100 * clamped));
    }
}
