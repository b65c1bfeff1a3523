package io.nearline.operators.wire;

import io.nearline.operators.mapping.MappingFile;
import io.nearline.operators.mapping.PostMapper;
import java.io.Serializable;

/**
 * A mapping as it travels with a job: its text, so that no machine needs the file.
 *
 * @param name what failures call it
 * @param text the file's content
 */
public record NamedMapping(String name, String text) implements Serializable {

    /**
     * A mapping that can be used.
     *
     * @throws io.nearline.operators.mapping.InvalidMappingException if it says what cannot be done
     */
    public NamedMapping {
        MappingFile.parse(name, text);
    }

    PostMapper mapper() {
        return new PostMapper(MappingFile.parse(name, text));
    }

    /** Without the text, which is long. */
    @Override
    public String toString() {
        return name;
    }
}
