package io.nearline.training.model;

import io.nearline.embedding.vector.Pooling;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of texts as the rows of one matrix. Texts of like length stand together, each padded
 * to the longest of its group. So products with weights are few and large, and only attention is
 * computed group by group.
 */
final class TokenRows {
    private final List<TextGroup> groups = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();

    private TokenRows(List<int[]> texts, List<List<Integer>> parts) {
        for (List<Integer> part : parts) {
            groups.add(new TextGroup(part.stream().map(texts::get).toList()));
            order.addAll(part);
        }
    }

    /** Of all these texts. */
    static TokenRows of(List<int[]> texts) {
        return new TokenRows(texts, LengthGroups.of(texts));
    }

    /** Of one text, by itself. */
    static TokenRows of(int[] text) {
        return new TokenRows(List.of(text), List.of(List.of(0)));
    }

    /**
     * Of all these texts, in parts.
     *
     * @param most rows of a part, unless one group alone has more
     */
    static List<TokenRows> parts(List<int[]> texts, int most) {
        List<TokenRows> parts = new ArrayList<>();
        List<List<Integer>> part = new ArrayList<>();
        int rows = 0;
        for (List<Integer> group : LengthGroups.of(texts)) {
            int more = new TextGroup(group.stream().map(texts::get).toList()).rows();
            if (!part.isEmpty() && rows + more > most) {
                parts.add(new TokenRows(texts, part));
                part = new ArrayList<>();
                rows = 0;
            }
            part.add(group);
            rows += more;
        }
        parts.add(new TokenRows(texts, part));
        return parts;
    }

    List<TextGroup> groups() {
        return groups;
    }

    /** Rows of each group. */
    long[] sizes() {
        return groups.stream().mapToLong(TextGroup::rows).toArray();
    }

    /** Which text has the place: those of the first group first. */
    int text(int place) {
        return order.get(place);
    }

    /** Texts. */
    int size() {
        return order.size();
    }

    /** Rows, padding included. */
    int count() {
        return groups.stream().mapToInt(TextGroup::rows).sum();
    }

    /** What is done with one text, and with its first row. */
    interface Visitor {
        void visit(int[] text, int row);
    }

    /** In the order of the places. */
    void forEach(Visitor visitor) {
        int row = 0;
        for (TextGroup group : groups) {
            for (int[] text : group.texts()) {
                visitor.visit(text, row);
                row += group.longest();
            }
        }
    }

    /** Each row's token; 0 for padding. */
    Tensor ids(Scope step) {
        long[] ids = new long[count()];
        forEach(
                (text, row) -> {
                    for (int i = 0; i < text.length; i++) {
                        ids[row + i] = text[i];
                    }
                });
        return step.longs(ids, ids.length);
    }

    /** Each row's place in its text. */
    Tensor positions(Scope step) {
        long[] positions = new long[count()];
        forEach(
                (text, row) -> {
                    for (int i = 0; i < text.length; i++) {
                        positions[row + i] = i;
                    }
                });
        return step.longs(positions, positions.length);
    }

    /** A vector of each text, {@code [place, dimension]}, made of its rows. */
    Tensor pooled(Scope step, Tensor rows, Pooling pooling) {
        long width = rows.shape()[1];
        List<Tensor> parts = rows.split(sizes());
        List<Tensor> pooled = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            TextGroup group = groups.get(i);
            Tensor texts = parts.get(i).reshaped(group.size(), group.longest(), width);
            pooled.add(group.shares(step, pooling).product(texts).reshaped(group.size(), width));
        }
        return Tensor.joined(pooled);
    }

    /** Vectors in the order in which the texts were given. */
    Tensor inOrder(Scope step, Tensor pooled) {
        float[] places = new float[size() * size()];
        for (int place = 0; place < size(); place++) {
            places[text(place) * size() + place] = 1;
        }
        return step.floats(places, size(), size()).product(pooled);
    }
}
