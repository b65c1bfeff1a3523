package io.nearline.training.data;

import io.nearline.training.plan.InvalidPlanException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a file of records has in which field.
 *
 * @param records how many there are
 * @param fields in the order in which they are met
 */
public record FileProfile(int records, List<FieldProfile> fields) {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    public FileProfile {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a whole file.
     *
     * @throws InvalidPlanException if it does not exist, is empty, or has a line that is no record
     */
    public static FileProfile of(Path file) throws IOException {
        Map<String, Count> counts = new LinkedHashMap<>();
        int[] records = new int[1];
        RecordFile.forEach(
                file,
                line -> {
                    records[0]++;
                    line.record()
                            .fieldNames()
                            .forEachRemaining(
                                    name ->
                                            counts.computeIfAbsent(name, absent -> new Count())
                                                    .add(line.value(name)));
                });
        if (records[0] == 0) {
            throw new InvalidPlanException(
                    "%s has no record: give JSON lines, or cells with tabs between them and their names in the first line"
                            .formatted(file));
        }
        List<FieldProfile> fields = new ArrayList<>();
        counts.forEach((name, count) -> fields.add(count.profile(name, records[0])));
        return new FileProfile(records[0], fields);
    }

    /** Of one field, while records are read. */
    private static final class Count {
        private final Set<Integer> hashes = new HashSet<>();
        private int filled;
        private long words;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;

        void add(String value) {
            if (value.isBlank()) {
                return;
            }
            filled++;
            hashes.add(value.hashCode());
            words += WHITE_SPACE.splitAsStream(value.strip()).count();
            double number = number(value);
            least = Double.isNaN(number) ? number : Math.min(least, number);
            most = Double.isNaN(number) ? number : Math.max(most, number);
        }

        /** Not a number if the value is none; once it was not, a minimum stays so. */
        private static double number(String value) {
            try {
                return Double.parseDouble(value.strip());
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }

        FieldProfile profile(String name, int records) {
            return new FieldProfile(
                    name,
                    records,
                    filled,
                    hashes.size(),
                    (double) words / Math.max(1, filled),
                    least,
                    most);
        }
    }
}
