package io.nearline.retrieval.evaluate;

import io.nearline.retrieval.measure.Relevance;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest.Effort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Queries, and which documents answer them. */
final class RetrievalSet implements LabelledSet {

    private static final int TOP = 10;
    private static final int DEEP = 100;

    private final List<Document> documents;
    private final List<Query> queries;

    /** A document; the text that is embedded is title, space and text. */
    record Document(String id, Optional<String> title, String text) {

        String whole() {
            return title.map(before -> before + " " + text).orElse(text);
        }

        /** Lengths only, as of any text. */
        @Override
        public String toString() {
            return "document %s of %d chars".formatted(id, whole().length());
        }
    }

    /** A query with at least one relevant document. */
    record Query(String id, String text, Relevance relevance) {

        /** Lengths only, as of any text. */
        @Override
        public String toString() {
            return "query %s of %d chars".formatted(id, text.length());
        }
    }

    RetrievalSet(List<Document> documents, List<Query> queries) {
        this.documents = List.copyOf(documents);
        this.queries = List.copyOf(queries);
    }

    @Override
    public String contents() {
        return String.format(
                Locale.ROOT, "%,d documents, %,d queries", documents.size(), queries.size());
    }

    @Override
    public List<Measured> measure(TextVectors model) throws IOException {
        try (ScratchIndex index = ScratchIndex.open(model.model())) {
            List<float[]> vectors =
                    model.passages("documents", documents.stream().map(Document::whole).toList());
            for (int i = 0; i < vectors.size(); i++) {
                Document document = documents.get(i);
                index.add(document.id(), document.title(), document.text(), vectors.get(i));
            }
            index.refresh();
            List<float[]> asked =
                    model.queries("queries", queries.stream().map(Query::text).toList());
            return measure(index, asked);
        }
    }

    private List<Measured> measure(ScratchIndex index, List<float[]> asked) {
        Found vector = found(index, i -> SearchQuery.ofVector(asked.get(i)));
        Found words = found(index, i -> SearchQuery.ofText(queries.get(i).text()));
        Found hybrid = found(index, i -> SearchQuery.ofBoth(asked.get(i), queries.get(i).text()));
        List<Measured> measured = new ArrayList<>();
        measured.addAll(vector.measures("vector"));
        measured.addAll(words.measures("words"));
        measured.addAll(hybrid.measures("hybrid"));
        measured.add(hybrid.ndcg("").above(vector.ndcg(""), "hybrid above vector nDCG@10"));
        measured.add(hybrid.ndcg("").above(words.ndcg(""), "hybrid above words nDCG@10"));
        measured.add(NeighbourSet.againstExact(index, asked));
        return measured;
    }

    private Found found(ScratchIndex index, Function<Integer, SearchQuery> query) {
        List<List<String>> rankings = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            rankings.add(index.find(query.apply(i), DEEP, Effort.PLANNED));
        }
        return new Found(rankings);
    }

    /** What one way of searching found, a ranking a query. */
    private final class Found {

        private final List<List<String>> rankings;

        Found(List<List<String>> rankings) {
            this.rankings = rankings;
        }

        List<Measured> measures(String way) {
            return List.of(
                    ndcg(way),
                    mean(way + " recall@10", (answer, found) -> answer.recall(found, TOP)),
                    mean(way + " recall@100", (answer, found) -> answer.recall(found, DEEP)),
                    mean(way + " MRR@10", (answer, found) -> answer.reciprocalRank(found, TOP)));
        }

        Measured ndcg(String way) {
            return mean(way + " nDCG@10", (answer, found) -> answer.ndcg(found, TOP));
        }

        private Measured mean(String name, Judge judge) {
            double[] values = new double[rankings.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = judge.of(queries.get(i).relevance(), rankings.get(i));
            }
            return Measured.mean(name, values);
        }
    }

    /** A measure of one ranking. */
    private interface Judge {
        double of(Relevance answer, List<String> found);
    }
}
