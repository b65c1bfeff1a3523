package io.nearline.retrieval.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Where a labelled set lies and how it is read.
 *
 * @param name what reports call it
 * @param path a file, or the directory of a retrieval set
 * @param columns which column or field holds what, where that is not the usual one
 * @param where which rows count: those with these values in these columns
 * @param qrels file of judgements of a retrieval set; empty for the usual one
 * @param published figures that others published: by model name, then by name of the figure
 */
public record SetSource(
        String name,
        Kind kind,
        Path path,
        Map<String, String> columns,
        Map<String, String> where,
        String qrels,
        Map<String, Map<String, Double>> published) {

    /** What a set measures. */
    public enum Kind {
        /** Pairs of sentences with people's scores. */
        PAIRS,
        /** Queries with judged documents. */
        RETRIEVAL,
        /** Texts with topics. */
        CLUSTERS,
        /** Sentences with translations. */
        TRANSLATIONS,
        /** Texts alone: the index against an exact search. */
        NEIGHBOURS
    }

    public SetSource {
        columns = Map.copyOf(columns);
        where = Map.copyOf(where);
        published = Map.copyOf(published);
    }

    /** A set in the usual form, named after its path. */
    public static SetSource of(Kind kind, Path path) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        return new SetSource(
                name.replaceFirst("(\\.(tsv|jsonl))?(\\.gz)?$", ""),
                kind,
                path,
                Map.of(),
                Map.of(),
                "",
                Map.of());
    }

    /** The name of the column that holds something. */
    String column(String usual) {
        return columns.getOrDefault(usual, usual);
    }

    OptionalDouble published(String model, String figure) {
        Double value = published.getOrDefault(model, Map.of()).get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * Reads the set.
     *
     * @throws InvalidSetException naming the file, and the line where there is one
     */
    LabelledSet read() throws IOException {
        return switch (kind) {
            case PAIRS -> SentencePairs.read(path);
            case RETRIEVAL -> RetrievalFiles.read(path, qrels);
            case CLUSTERS -> new ClusterSet(this, rows());
            case TRANSLATIONS -> new TranslationSet(this, rows());
            case NEIGHBOURS -> new NeighbourSet(this, rows());
        };
    }

    private List<Row> rows() throws IOException {
        return Rows.read(path).stream().filter(this::counts).toList();
    }

    private boolean counts(Row row) {
        return where.entrySet().stream()
                .allMatch(wanted -> row.cell(wanted.getKey()).equals(wanted.getValue()));
    }
}
