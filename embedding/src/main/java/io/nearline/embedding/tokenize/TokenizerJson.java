package io.nearline.embedding.tokenize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of a {@code tokenizer.json}, and where its fields stand in it. Fields are replaced in
 * the text itself: whatever else the file says, down to the last digit of a score, stays as it was
 * written.
 */
public final class TokenizerJson {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String MODEL = "model";

    private final String name;
    private final String text;
    private final Map<String, Span> fields;

    private record Span(int from, int to) {}

    private TokenizerJson(String name, String text) {
        this.name = name;
        this.text = text;
        this.fields = fields();
    }

    /**
     * Reads a file, without a look at what its vocabulary holds.
     *
     * @throws ModelRejectedException if it cannot be read or is no JSON object
     */
    public static TokenizerJson read(Path file) {
        try {
            return new TokenizerJson(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ModelRejectedException(
                    "%s cannot be read as UTF-8 text: copy it again".formatted(file), e);
        }
    }

    /** The file's content. */
    public String text() {
        return text;
    }

    /** What messages call the file. */
    String name() {
        return name;
    }

    /** The same file with {@code json} in a field, which is added where it is absent. */
    public TokenizerJson with(String field, String json) {
        Span span = fields.get(field);
        if (span == null) {
            int end = text.lastIndexOf('}');
            String comma = fields.isEmpty() ? "" : ",";
            String added = "%s\"%s\":%s".formatted(comma, field, json);
            return new TokenizerJson(name, text.substring(0, end) + added + text.substring(end));
        }
        return new TokenizerJson(
                name, text.substring(0, span.from()) + json + text.substring(span.to()));
    }

    /** A field's value; meant for all but the model, which may be large. */
    public JsonNode field(String field) {
        Span span = fields.get(field);
        if (span == null) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(text.substring(span.from(), span.to()));
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    /** The model's fields but its vocabulary and merges. */
    public JsonNode model() {
        var model = MAPPER.createObjectNode();
        eachOfModel(
                (field, parser) -> {
                    if (field.equals("vocab") || field.equals("merges")) {
                        parser.skipChildren();
                    } else {
                        model.set(field, parser.readValueAsTree());
                    }
                });
        return model;
    }

    /** Reads a field of the model as a stream, from its first token on. */
    void modelField(String wanted, Reading reading) {
        eachOfModel(
                (field, parser) -> {
                    if (field.equals(wanted)) {
                        reading.read(parser);
                    } else {
                        parser.skipChildren();
                    }
                });
    }

    /** Reads one value, and leaves the parser at its last token. */
    interface Reading {
        void read(JsonParser parser) throws IOException;
    }

    private interface FieldReading {
        void read(String field, JsonParser parser) throws IOException;
    }

    private void eachOfModel(FieldReading reading) {
        Span span = fields.get(MODEL);
        if (span == null) {
            return;
        }
        try (JsonParser parser =
                MAPPER.createParser(text.substring(span.from(), span.to()).toCharArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                reading.read(field, parser);
            }
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    private Map<String, Span> fields() {
        Map<String, Span> found = new LinkedHashMap<>();
        // Of an array, so that places are counted in characters.
        try (JsonParser parser = MAPPER.createParser(text.toCharArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ModelRejectedException(
                        "%s is no JSON object: export the model's fast tokenizer again"
                                .formatted(name));
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
                // Reads a text to its end, which parsers put off.
                parser.skipChildren();
                parser.getText();
                int to = Math.toIntExact(parser.currentLocation().getCharOffset());
                if (found.put(field, new Span(from, to)) != null) {
                    throw new ModelRejectedException(
                            "%s has the field %s twice: export the model's fast tokenizer again"
                                    .formatted(name, field));
                }
            }
            if (parser.nextToken() != null) {
                throw new ModelRejectedException(
                        "%s has more after its JSON object: copy it again".formatted(name));
            }
        } catch (IOException e) {
            throw invalid(e);
        }
        return found;
    }

    private ModelRejectedException invalid(IOException e) {
        if (e instanceof JsonEOFException) {
            return new ModelRejectedException(
                    "%s is cut short: its JSON ends early; copy it again".formatted(name), e);
        }
        // The parser's own message may quote the file, which is no secret, but is long.
        return new ModelRejectedException(
                "%s is not valid JSON: copy it again, or export the fast tokenizer anew"
                        .formatted(name),
                e);
    }
}
