package io.nearline.operations.rollout;

import io.nearline.operations.posts.PostLine;
import io.nearline.operations.posts.PostLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pairs of sentences with people's scores.
 *
 * @param name where it comes from, for people
 * @param pairs the pairs, in the order of the file
 */
record LabelledSet(String name, List<LabelledPair> pairs) {

    private static final int FEWEST_PAIRS = 10;
    private static final int COLUMNS = 3;

    LabelledSet {
        pairs = List.copyOf(pairs);
    }

    /**
     * Reads lines of {@code score<TAB>sentence1<TAB>sentence2} in UTF-8; a first line without a
     * number is a header. Plain or gzip.
     *
     * @throws InvalidLabelledSetException naming the first line that is not of this form, or if
     *     there are too few pairs to say anything
     */
    static LabelledSet read(Path file) throws IOException {
        List<LabelledPair> pairs = new ArrayList<>();
        try (PostLines lines = PostLines.of(file)) {
            for (Optional<PostLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text =
                        new String(line.get().bytes(), StandardCharsets.UTF_8).replace("\r", "");
                boolean header = line.get().number() == 1 && !startsWithNumber(text);
                if (!header && !text.isBlank()) {
                    pairs.add(pair(text, line.get().number()));
                }
            }
        }
        if (pairs.size() < FEWEST_PAIRS) {
            throw new InvalidLabelledSetException(
                    file + " has " + pairs.size() + " pairs; give at least " + FEWEST_PAIRS);
        }
        return new LabelledSet(file.getFileName().toString(), pairs);
    }

    private static LabelledPair pair(String line, long number) {
        String[] columns = line.split("\t", -1);
        if (columns.length < COLUMNS || !startsWithNumber(line)) {
            throw new InvalidLabelledSetException(
                    """
                    line %s of the labelled set has %s columns or no score: \
                    write score, sentence and sentence with tabs between them\
                    """
                            .formatted(number, columns.length));
        }
        return new LabelledPair(Double.parseDouble(columns[0]), columns[1], columns[2]);
    }

    private static boolean startsWithNumber(String line) {
        return line.split("\t", 2)[0].matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }
}
