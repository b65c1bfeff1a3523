package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph that gives the same vectors as the exported one, sooner. It pools by itself: its output
 * is {@code [text, dimension]}.
 *
 * @param file its name in the bundle
 * @param inputs names of its inputs
 * @param output name of its output
 * @param fused how many of the runtime's own operators it has, by their names
 * @param batchInvariant whether a text's vector has the same bits whichever texts of its length
 *     share the call, although the graph computes in 8 bits; false where model.json has none
 */
public record OptimisedGraph(
        String file,
        GraphInputs inputs,
        String output,
        @JsonInclude(Include.NON_EMPTY) Map<String, Integer> fused,
        @JsonInclude(Include.NON_DEFAULT) boolean batchInvariant) {

    public OptimisedGraph {
        // Null where model.json has none.
        fused = fused == null ? Map.of() : Map.copyOf(fused);
    }

    /** What was fused, in one line. */
    public String summary() {
        StringBuilder line = new StringBuilder();
        new TreeMap<>(fused)
                .forEach(
                        (what, times) ->
                                line.append(line.isEmpty() ? "" : ", ")
                                        .append(times)
                                        .append(" x ")
                                        .append(what));
        return line.toString();
    }
}
