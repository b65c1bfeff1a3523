package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.vector.Pooling;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A further vector that a bundle is to have.
 *
 * @param name of the output in the bundle
 * @param prefix how many of the main vector's first numbers; empty for an output of the graph
 * @param output name of the graph's output; empty for a beginning
 * @param pooling how it becomes one vector a text; empty to infer it
 */
public record RequestedOutput(
        String name, OptionalInt prefix, Optional<String> output, Optional<Pooling> pooling) {

    private static final Pattern BEGINNING = Pattern.compile("([^=]+)=(\\d{1,6})");
    private static final Pattern OF_GRAPH =
            Pattern.compile("([^=]+)=([^:]+)(?::(mean|cls|none))?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads {@code NAME=COUNT}, {@code NAME=OUTPUT} or {@code NAME=OUTPUT:POOLING}.
     *
     * @throws IllegalArgumentException if it is none of these; the message is the fix
     */
    public static RequestedOutput parse(String text) {
        Matcher beginning = BEGINNING.matcher(text);
        if (beginning.matches()) {
            int count = Integer.parseInt(beginning.group(2));
            return new RequestedOutput(
                    beginning.group(1), OptionalInt.of(count), Optional.empty(), Optional.empty());
        }
        Matcher ofGraph = OF_GRAPH.matcher(text);
        if (!ofGraph.matches()) {
            throw new IllegalArgumentException(
                    "'%s' names no output: use short=64 for the first 64 numbers of the vector, or"
                                    .formatted(text)
                            + " story=story_embedding for another output of the graph");
        }
        return new RequestedOutput(
                ofGraph.group(1),
                OptionalInt.empty(),
                Optional.of(ofGraph.group(2)),
                Optional.ofNullable(ofGraph.group(3))
                        .map(word -> Pooling.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    /** The output as the bundle has it, by what the graph gives. */
    ModelOutput in(GraphChoice graph, Pooling usual) {
        if (prefix.isPresent()) {
            return ModelOutput.beginning(name, prefix.getAsInt());
        }
        String given = output.orElseThrow();
        var tensor = graph.tensor(given);
        Pooling kind =
                pooling.orElse(tensor.rank() == Pooling.NONE.outputRank() ? Pooling.NONE : usual);
        if (!tensor.isFloat() || tensor.rank() != kind.outputRank() || tensor.width() < 1) {
            throw new ModelRejectedException(
                    "output %s is %s, which pooling %s cannot read: give one of 32-bit floats whose"
                                    .formatted(given, tensor, kind.name().toLowerCase(Locale.ROOT))
                            + " last dimension is fixed, [text, dimension] for none and"
                            + " [text, token, dimension] for mean and cls");
        }
        return ModelOutput.ofGraph(name, given, Math.toIntExact(tensor.width()), kind);
    }
}
