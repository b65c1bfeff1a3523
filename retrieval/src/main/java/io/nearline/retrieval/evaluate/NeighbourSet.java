package io.nearline.retrieval.evaluate;

import io.nearline.retrieval.measure.Relevance;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest.Effort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Texts without labels: what the index finds is compared with an exact search over all of them.
 * Some texts, spread over the file, are queries and are not indexed.
 */
final class NeighbourSet implements LabelledSet {

    static final int NEAREST = 10;

    private static final int MOST_QUERIES = 500;
    private static final int FEWEST_TEXTS = 200;

    private final List<String> queries = new ArrayList<>();
    private final List<String> indexed = new ArrayList<>();

    /**
     * @param source column {@code text}
     */
    NeighbourSet(SetSource source, List<Row> rows) {
        if (rows.size() < FEWEST_TEXTS) {
            throw new InvalidSetException(
                    source.path(),
                    "has %d texts; give at least %d".formatted(rows.size(), FEWEST_TEXTS));
        }
        int step = Math.max(FEWEST_TEXTS / NEAREST, rows.size() / MOST_QUERIES);
        for (int i = 0; i < rows.size(); i++) {
            String text = rows.get(i).filled(source.column("text"));
            (i % step == 0 ? queries : indexed).add(text);
        }
    }

    @Override
    public String contents() {
        return String.format(Locale.ROOT, "%,d texts, %d queries", indexed.size(), queries.size());
    }

    @Override
    public List<Measured> measure(TextVectors model) throws IOException {
        try (ScratchIndex index = ScratchIndex.open(model.model())) {
            List<float[]> vectors = model.passages("texts", indexed);
            for (int i = 0; i < vectors.size(); i++) {
                index.add("t" + i, Optional.empty(), indexed.get(i), vectors.get(i));
            }
            return List.of(againstExact(index, model.queries("queries", queries)));
        }
    }

    /** The share of the truly nearest that the index finds by the plan it would take. */
    static Measured againstExact(ScratchIndex index, List<float[]> queries) {
        double[] recall = new double[queries.size()];
        for (int i = 0; i < recall.length; i++) {
            SearchQuery query = SearchQuery.ofVector(queries.get(i));
            recall[i] =
                    Relevance.share(
                            index.find(query, NEAREST, Effort.EXACT),
                            index.find(query, NEAREST, Effort.PLANNED));
        }
        return Measured.mean("index recall@%d against exact".formatted(NEAREST), recall);
    }
}
