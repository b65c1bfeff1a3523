package io.nearline.training.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.training.plan.InvalidPlanException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of records: JSON lines if its first line begins with a brace, else cells with tabs between
 * them, without quoting, and the names of the fields in the first line.
 */
final class RecordFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordFile() {}

    /** One record at its line. */
    record Line(Path file, int number, JsonNode record) {

        /** A field's value; empty if it is missing. */
        String value(String field) {
            JsonNode value = record.path(field);
            return value.isValueNode() && !value.isNull() ? value.asText() : "";
        }

        /**
         * A field that every record must have.
         *
         * @throws InvalidPlanException if it is missing or blank
         */
        String text(String field) {
            String value = value(field);
            if (value.isBlank()) {
                throw refused(
                        "field '%s' is missing or empty; mend the record or leave it out"
                                .formatted(field));
            }
            return value;
        }

        /**
         * A field that must be a number in a range.
         *
         * @throws InvalidPlanException if it is not
         */
        double number(String field, double least, double most) {
            double number = Double.NaN;
            try {
                number = Double.parseDouble(value(field).strip());
            } catch (NumberFormatException e) {
                // Told below: its message would show the text.
                number = Double.NaN;
            }
            // Written so that NaN is refused too.
            if (!(number >= least && number <= most)) {
                throw refused(
                        "field '%s' is no number of %s to %s; mend the record or leave it out"
                                .formatted(field, least, most));
            }
            return number;
        }

        InvalidPlanException refused(String what) {
            return new InvalidPlanException("%s:%d: %s".formatted(file, number, what));
        }

        /** Without the record: it holds texts. */
        @Override
        public String toString() {
            return "%s:%d".formatted(file, number);
        }
    }

    /** What is done with each record. */
    interface Reader {
        void read(Line line) throws IOException;
    }

    /** Reads all records; empty lines are none. */
    static void forEach(Path file, Reader reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidPlanException("%s does not exist".formatted(file));
        }
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            int number = 0;
            String[] names = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                if (number == 1 && !line.startsWith("{") && line.contains("\t")) {
                    names = line.split("\t", -1);
                } else {
                    reader.read(new Line(file, number, parse(file, number, names, line)));
                }
            }
        } catch (ZipException e) {
            throw new InvalidPlanException(
                    "%s ends in .gz and is not compressed so: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static JsonNode parse(Path file, int number, String @Nullable [] names, String line) {
        return names == null ? parse(file, number, line) : cells(file, number, names, line);
    }

    private static JsonNode cells(Path file, int number, String[] names, String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != names.length) {
            throw new InvalidPlanException(
                    "%s:%d: has %d cells, and the first line names %d"
                            .formatted(file, number, cells.length, names.length));
        }
        ObjectNode record = JSON.createObjectNode();
        for (int i = 0; i < cells.length; i++) {
            record.put(names[i], cells[i]);
        }
        return record;
    }

    private static JsonNode parse(Path file, int number, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            // Its message holds the text.
            throw new InvalidPlanException(
                    "%s:%d: no JSON at column %d"
                            .formatted(file, number, e.getLocation().getColumnNr()));
        }
    }
}
