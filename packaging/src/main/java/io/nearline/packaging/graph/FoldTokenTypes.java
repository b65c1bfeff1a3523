package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.constant;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.value;

import java.util.List;

/**
 * The embedding of the token type is the same for every token, since all types are 0: added to
 * those of the positions once.
 */
final class FoldTokenTypes implements Rewrite {
    private final Pattern whole;

    /**
     * For a graph with this input.
     *
     * @param tokenTypes the input that is always 0
     */
    FoldTokenTypes(String tokenTypes) {
        Pattern word = any("word");
        Pattern type = embedding("type", value(tokenTypes));
        Pattern position = embedding("position", any("place"));
        this.whole =
                either(
                        op("Add", op("Add", word, type), position),
                        op("Add", op("Add", word, position), type),
                        op("Add", word, op("Add", type, position)));
    }

    /** A row of a table, which may be quantised. */
    private static Pattern embedding(String name, Pattern index) {
        Pattern row = op("Gather", constant(name), index);
        return either(
                row,
                op("DequantizeLinear", row, constant(name + "Scale"), constant(name + "Zero")));
    }

    @Override
    public Pattern pattern() {
        return whole;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        String table = result + "_positions";
        String position = result + "_position";
        graph.add(positions(graph, match, table));
        // The word first: what is added to it may be one row for all texts.
        return List.of(
                Node.standard("Gather", position, table, match.value("place")),
                Node.standard("Add", result, match.value("word"), position));
    }

    private static Tensor positions(Graph graph, Match match, String name) {
        double[] types = table(graph, match, "type");
        double[] positions = table(graph, match, "position");
        int width = Math.toIntExact(graph.weight(match.value("position")).columns());
        float[] sums = new float[positions.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (float) (positions[i] + types[i % width]);
        }
        return Tensor.floats(name, sums, positions.length / width, width);
    }

    private static double[] table(Graph graph, Match match, String name) {
        double[] numbers = graph.weight(match.value(name)).numbers();
        if (match.has(name + "Scale")) {
            double scale = graph.weight(match.value(name + "Scale")).numbers()[0];
            double zero = graph.weight(match.value(name + "Zero")).numbers()[0];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (numbers[i] - zero) * scale;
            }
        }
        return numbers;
    }
}
