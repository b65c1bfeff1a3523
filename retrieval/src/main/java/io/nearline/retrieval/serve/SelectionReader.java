package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.Selection;
import io.nearline.retrieval.serve.Problem.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which posts may be found, the field {@code filter} of a request. */
final class SelectionReader {

    private static final int MOST_LANGUAGES = 1_000;
    private static final int MOST_VALUES = 10_000;
    private static final int MOST_ATTRIBUTES = 100;
    private static final String AUTHOR = "author";

    private SelectionReader() {}

    /**
     * Reads it whole.
     *
     * @throws QueryRefusedException if it is not as the contract says
     */
    static Selection selection(RequestFields filter) {
        Map<String, Set<String>> attributes = new HashMap<>();
        filter.object("attributes").ifPresent(named -> readAttributes(named, attributes));
        List<String> authors = filter.texts("authors", MOST_VALUES);
        if (!authors.isEmpty() && attributes.put(AUTHOR, new HashSet<>(authors)) != null) {
            throw filter.invalid("authors", "authors are given in attributes already");
        }
        Set<String> languages = new HashSet<>(filter.texts("languages", MOST_LANGUAGES));
        Set<String> exclude = new HashSet<>(filter.texts("exclude", Selection.MAX_EXCLUDED));
        Optional<Double> similarity = filter.number("minSimilarity").stream().boxed().findFirst();
        if (similarity.isPresent() && !(Math.abs(similarity.get()) <= 1)) {
            throw filter.invalid("minSimilarity", "a cosine lies between -1 and 1");
        }
        Selection selection =
                new Selection(
                        attributes,
                        languages,
                        filter.time("from"),
                        filter.time("until"),
                        exclude,
                        similarity);
        filter.requireNoOthers();
        return selection;
    }

    private static void readAttributes(RequestFields named, Map<String, Set<String>> attributes) {
        List<String> names = named.names();
        if (names.size() > MOST_ATTRIBUTES) {
            throw Problem.inField(
                            Kind.INVALID_VALUE,
                            "filter.attributes",
                            "filter.attributes: it names %d attributes: at most %d."
                                    .formatted(names.size(), MOST_ATTRIBUTES))
                    .thrown();
        }
        for (String name : names) {
            Set<String> values = new HashSet<>(named.texts(name, MOST_VALUES));
            if (values.isEmpty()) {
                throw named.invalid(name, "give at least one value");
            }
            attributes.put(name, values);
        }
    }
}
