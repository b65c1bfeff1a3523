package io.nearline.retrieval.evaluate;

import io.nearline.retrieval.evaluate.RetrievalSet.Document;
import io.nearline.retrieval.evaluate.RetrievalSet.Query;
import io.nearline.retrieval.measure.Relevance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a directory with a corpus, queries and judgements, laid out as BEIR does. */
final class RetrievalFiles {

    private static final String ID = "_id";
    private static final String TEXT = "text";
    private static final String TITLE = "title";
    private static final String QUERY = "query-id";
    private static final String DOCUMENT = "corpus-id";

    private RetrievalFiles() {}

    /**
     * Reads it. Queries without a relevant document are left out, as trec_eval does.
     *
     * @param qrels file of judgements in the directory; empty for the test split
     * @throws InvalidSetException naming file and line
     */
    static RetrievalSet read(Path directory, String qrels) throws IOException {
        Path corpus = existing(directory, "corpus.jsonl", "corpus.tsv");
        Path asked = existing(directory, "queries.jsonl", "queries.tsv");
        Path judged =
                qrels.isEmpty()
                        ? existing(directory, "qrels_test.tsv", "qrels/test.tsv", "qrels.tsv")
                        : existing(directory, qrels);
        List<Document> documents = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Row row : Rows.read(corpus)) {
            if (!known.add(row.filled(ID))) {
                throw row.invalid("has an id that an earlier line has");
            }
            documents.add(
                    new Document(
                            row.filled(ID),
                            row.optional(TITLE).filter(title -> !title.isBlank()),
                            row.cell(TEXT)));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Row row : Rows.read(asked)) {
            if (texts.put(row.filled(ID), row.filled(TEXT)) != null) {
                throw row.invalid("has an id that an earlier line has");
            }
        }
        Map<String, Map<String, Integer>> grades = grades(judged, texts.keySet(), known);
        List<Query> queries = new ArrayList<>();
        texts.forEach(
                (id, text) -> {
                    Relevance relevance = new Relevance(grades.getOrDefault(id, Map.of()));
                    if (relevance.hasRelevant()) {
                        queries.add(new Query(id, text, relevance));
                    }
                });
        if (queries.isEmpty()) {
            throw new InvalidSetException(judged, "no query has a relevant document");
        }
        return new RetrievalSet(documents, queries);
    }

    private static Map<String, Map<String, Integer>> grades(
            Path file, Set<String> queries, Set<String> documents) throws IOException {
        Map<String, Map<String, Integer>> grades = new HashMap<>();
        for (Row row : Rows.read(file)) {
            if (!queries.contains(row.filled(QUERY))) {
                throw row.invalid("judges a query that is not in the file of queries");
            }
            if (!documents.contains(row.filled(DOCUMENT))) {
                throw row.invalid("judges a document that is not in the corpus");
            }
            grades.computeIfAbsent(row.filled(QUERY), query -> new HashMap<>())
                    .put(row.filled(DOCUMENT), (int) row.number("score"));
        }
        return grades;
    }

    private static Path existing(Path directory, String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(name, name + ".gz"))
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new InvalidSetException(
                                        directory,
                                        "has no %s, plain or with .gz"
                                                .formatted(String.join(" or ", names))));
    }
}
