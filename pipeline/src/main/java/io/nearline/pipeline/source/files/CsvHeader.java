package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first row of a CSV file.
 *
 * @param names of the columns, in their order; a column without one is called by its number
 * @param separator between two cells: a comma if the row has one, else a tab or a semicolon
 */
record CsvHeader(List<String> names, char separator) {

    private static final List<Character> SEPARATORS = List.of(',', '\t', ';');

    CsvHeader {
        names = List.copyOf(names);
    }

    /**
     * Reads it.
     *
     * @throws UnreadablePostsException if there is none, or two columns have one name
     */
    static CsvHeader of(String file, Optional<PostLine> row) throws UnreadablePostsException {
        if (row.isEmpty()) {
            throw refused(file, "has no row that names its columns: write it with a header");
        }
        try {
            String text = CsvRow.text(row.get().bytes());
            char separator =
                    SEPARATORS.stream()
                            .filter(one -> text.indexOf(one) >= 0)
                            .findFirst()
                            .orElse(',');
            return new CsvHeader(
                    names(file, CsvRow.cells(row.get().bytes(), separator)), separator);
        } catch (MalformedRowException e) {
            throw refused(file, "has no header that can be read: " + e.getMessage());
        }
    }

    private static List<String> names(String file, List<SourceValue> cells)
            throws UnreadablePostsException {
        List<String> names = new ArrayList<>();
        Set<String> different = new HashSet<>();
        for (SourceValue cell : cells) {
            String name =
                    cell instanceof Text text && !text.value().isBlank()
                            ? text.value()
                            : "#" + (names.size() + 1);
            if (!different.add(name)) {
                throw refused(
                        file,
                        "names two columns alike, the second is column %d: rename one"
                                .formatted(names.size() + 1));
            }
            names.add(name);
        }
        return names;
    }

    private static UnreadablePostsException refused(String file, String problem) {
        return new UnreadablePostsException(file, problem, null);
    }
}
