package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Pooling;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A further vector of one pass: the beginning of the main one, or another output of the graph. It
 * has length 1 where the main vector has.
 *
 * @param name {@code [a-z0-9-]+}, once in a bundle
 * @param prefix how many of the main vector's first numbers it is; null for an output of the graph
 * @param output name of the graph's output; null for a beginning
 * @param dimensions length of the output's vectors; null for a beginning
 * @param pooling how the output becomes one vector a text; null for a beginning
 */
public record ModelOutput(
        String name,
        @JsonInclude(Include.NON_NULL) @Nullable Integer prefix,
        @JsonInclude(Include.NON_NULL) @Nullable String output,
        @JsonInclude(Include.NON_NULL) @Nullable Integer dimensions,
        @JsonInclude(Include.NON_NULL) @Nullable Pooling pooling) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    /** Whether an output may have this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public ModelOutput {
        if (name == null || !isName(name)) {
            throw new ModelRejectedException(
                    "outputs has the name '%s': use only a-z, 0-9 and '-'".formatted(name));
        }
        boolean isBeginning = prefix != null && output == null && dimensions == null;
        boolean isOfTheGraph =
                prefix == null && output != null && dimensions != null && pooling != null;
        if (!isOfTheGraph && !(isBeginning && pooling == null)) {
            throw new ModelRejectedException(
                    """
                    output '%s' is neither a beginning nor an output of the graph: give it prefix, \
                    or output, dimensions and pooling\
                    """
                            .formatted(name));
        }
        int size = Objects.requireNonNull(isBeginning ? prefix : dimensions);
        if (size < 1) {
            throw new ModelRejectedException(
                    "output '%s' has %d dimensions: use 1 or more".formatted(name, size));
        }
    }

    /** The first numbers of the main vector. */
    public static ModelOutput beginning(String name, int prefix) {
        return new ModelOutput(name, prefix, null, null, null);
    }

    /** Another output of the graph. */
    public static ModelOutput ofGraph(String name, String output, int dimensions, Pooling pooling) {
        return new ModelOutput(name, null, output, dimensions, pooling);
    }

    /** Length of a vector. */
    @JsonIgnore
    public int size() {
        return prefix != null ? prefix : Objects.requireNonNull(dimensions);
    }

    /** Whether it is a part of the main vector, so that the graph gives nothing more for it. */
    @JsonIgnore
    public boolean isBeginning() {
        return prefix != null;
    }
}
