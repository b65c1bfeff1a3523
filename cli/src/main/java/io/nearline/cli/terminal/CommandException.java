package io.nearline.cli.terminal;

/** A command cannot do what it was asked; the message says why and what to do. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
