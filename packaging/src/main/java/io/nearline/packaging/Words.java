package io.nearline.packaging;

import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelOutput;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings in the words of {@code model.json} and the command line. */
final class Words {

    private Words() {}

    static String of(Object value) {
        if (value instanceof VectorLength length) {
            return length == VectorLength.UNIT ? "scaled to 1" : "as computed";
        }
        if (value instanceof ModelOutput output) {
            return output.isBeginning()
                    ? "the first %d numbers of the vector".formatted(output.size())
                    : "%s, %d dimensions, pooling %s"
                            .formatted(
                                    output.output(),
                                    output.size(),
                                    of(Objects.requireNonNull(output.pooling())));
        }
        if (value instanceof RequestedEntry entry) {
            return "%s, prefix %s"
                    .formatted(
                            entry.graph().orElse("the graph of the posts"),
                            entry.prefix().map(Words::of).orElse("as above"));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof GraphInputs inputs) {
            return Stream.of(inputs.ids(), inputs.mask(), inputs.tokenTypes())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof String text && (text.isEmpty() || !text.equals(text.strip()))) {
            return '"' + text + '"';
        }
        return String.valueOf(value);
    }
}
