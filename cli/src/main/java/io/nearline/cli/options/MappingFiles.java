package io.nearline.cli.options;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operators.mapping.InvalidMappingException;
import io.nearline.operators.mapping.MappingFile;
import io.nearline.operators.mapping.PostMapping;
import io.nearline.operators.wire.NamedMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the mapping file that a command was given. */
public final class MappingFiles {

    private MappingFiles() {}

    /**
     * The mapping.
     *
     * @throws CommandException if the file cannot be read, or says what cannot be done
     */
    public static PostMapping read(Path file) throws IOException {
        requireReadable(file);
        try {
            return MappingFile.read(file);
        } catch (InvalidMappingException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The text of the mapping, which was read once and found right.
     *
     * @throws CommandException as {@link #read}
     */
    public static String text(Path file) throws IOException {
        read(file);
        return Files.readString(file);
    }

    /**
     * The mapping as formats of topics take it.
     *
     * @throws CommandException as {@link #read}
     */
    public static NamedMapping named(Path file) throws IOException {
        return new NamedMapping(file.toString(), text(file));
    }

    private static void requireReadable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandException("cannot read the mapping " + file);
        }
    }
}
