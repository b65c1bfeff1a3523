package io.nearline.pipeline.rollout;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

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
     * number is a header. Files that end in {@code .gz} are unpacked.
     *
     * @throws InvalidLabelledSetException naming the first line that is not of this form, or if
     *     there are too few pairs to say anything
     */
    static LabelledSet read(Path file) throws IOException {
        List<LabelledPair> pairs = new ArrayList<>();
        try (BufferedReader lines = open(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                boolean header = number == 1 && !startsWithNumber(line);
                if (!header && !line.isBlank()) {
                    pairs.add(pair(line, number));
                }
            }
        }
        if (pairs.size() < FEWEST_PAIRS) {
            throw new InvalidLabelledSetException(
                    file + " has " + pairs.size() + " pairs; give at least " + FEWEST_PAIRS);
        }
        return new LabelledSet(file.getFileName().toString(), pairs);
    }

    private static LabelledPair pair(String line, int number) {
        String[] columns = line.split("\t", -1);
        if (columns.length < COLUMNS || !startsWithNumber(line)) {
            throw new InvalidLabelledSetException(
                    "line "
                            + number
                            + " of the labelled set has "
                            + columns.length
                            + " columns or no score: write score, sentence and sentence with tabs"
                            + " between them");
        }
        return new LabelledPair(Double.parseDouble(columns[0]), columns[1], columns[2]);
    }

    private static boolean startsWithNumber(String line) {
        return line.split("\t", 2)[0].matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
