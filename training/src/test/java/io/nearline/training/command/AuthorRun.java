package io.nearline.training.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** {@code author} in this process, and all that it has printed so far. */
final class AuthorRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The exit code of the command with these arguments. */
    int run(Object... arguments) {
        return AuthorCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
