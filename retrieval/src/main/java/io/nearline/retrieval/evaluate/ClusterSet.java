package io.nearline.retrieval.evaluate;

import io.nearline.retrieval.measure.KMeans;
import io.nearline.retrieval.measure.VMeasure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Texts of known topics: k-means should find the topics again. */
final class ClusterSet implements LabelledSet {

    private final List<String> texts;
    private final int[] topics;
    private final int count;

    /**
     * @param source column {@code label} names the topic, {@code text} holds the text
     */
    ClusterSet(SetSource source, List<Row> rows) {
        texts = rows.stream().map(row -> row.filled(source.column("text"))).toList();
        List<String> labels = rows.stream().map(row -> row.filled(source.column("label"))).toList();
        List<String> distinct = labels.stream().distinct().toList();
        topics = labels.stream().mapToInt(distinct::indexOf).toArray();
        count = distinct.size();
        if (count < 2) {
            throw new InvalidSetException(
                    source.path(), "has texts of %d topics; give 2 or more".formatted(count));
        }
    }

    @Override
    public String contents() {
        return String.format(Locale.ROOT, "%,d texts of %d topics", texts.size(), count);
    }

    @Override
    public List<Measured> measure(TextVectors model) {
        int[] clusters = KMeans.clusters(UnitVectors.of(model.passages("texts", texts)), count);
        return List.of(
                new Measured(
                        "v-measure",
                        topics.length,
                        items -> VMeasure.of(pick(topics, items), pick(clusters, items))));
    }

    private static int[] pick(int[] values, int[] items) {
        return Arrays.stream(items).map(item -> values[item]).toArray();
    }
}
