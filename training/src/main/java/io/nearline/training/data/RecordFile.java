package io.nearline.training.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.training.plan.InvalidPlanException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file of JSON lines. */
final class RecordFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordFile() {}

    /** One record at its line. */
    record Line(Path file, int number, JsonNode record) {

        /**
         * A field that every record must have.
         *
         * @throws InvalidPlanException if it is missing or blank
         */
        String text(String field) {
            JsonNode value = record.path(field);
            if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
                throw new InvalidPlanException(
                        "%s:%d: field '%s' is missing or empty; mend the record or leave it out"
                                .formatted(file, number, field));
            }
            return value.asText();
        }

        /**
         * A field that must be a number in a range.
         *
         * @throws InvalidPlanException if it is not
         */
        double number(String field, double least, double most) {
            JsonNode value = record.path(field);
            // Written so that NaN is refused too.
            if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
                throw new InvalidPlanException(
                        "%s:%d: field '%s' is no number of %s to %s; mend the record or leave it out"
                                .formatted(file, number, field, least, most));
            }
            return value.asDouble();
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
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    reader.read(new Line(file, number, parse(file, number, line)));
                }
            }
        }
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
