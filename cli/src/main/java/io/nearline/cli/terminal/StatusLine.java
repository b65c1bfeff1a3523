package io.nearline.cli.terminal;

import java.io.PrintWriter;

/**
 * Lines on standard error, of which the last may be a status: written over on a terminal, a line
 * like any other elsewhere. Not thread-safe.
 */
public final class StatusLine implements AutoCloseable {

    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter err;

    /** Given by the start script, which can tell. */
    private final boolean terminal = Boolean.getBoolean("nearline.terminal");

    private boolean open;

    /**
     * @param err standard error
     */
    public StatusLine(PrintWriter err) {
        this.err = err;
    }

    /** Whether a person looks at it; otherwise a file or another program. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Shows a status in place of the one before. */
    public void show(String text) {
        if (terminal) {
            err.print(CLEAR_LINE + text);
            open = true;
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** Prints a line that stays. */
    public void line(String text) {
        err.println((open ? CLEAR_LINE : "") + text);
        open = false;
        err.flush();
    }

    /** Leaves the last status where it is. */
    @Override
    public void close() {
        if (open) {
            err.println();
            open = false;
        }
        err.flush();
    }
}
