package io.nearline.bench.run;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is going on, and when. */
public final class Progress {
    private final PrintStream out;
    private final long started = System.nanoTime();

    /** Says it there. */
    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Since the beginning. */
    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    public void say(String format, Object... values) {
        long seconds = (long) seconds();
        out.printf(
                Locale.ROOT,
                "%3d:%02d %s%n",
                seconds / 60,
                seconds % 60,
                String.format(Locale.ROOT, format, values));
    }
}
