package io.nearline.operators.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads one JSON object: UTF-8, no key twice in one object, nothing behind it, at most 64 levels
 * deep. Numbers with a fraction keep their digits. Stateless and thread-safe.
 */
public final class StrictJson {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    private StrictJson() {}

    /**
     * The object that a line or a record's value holds.
     *
     * @throws InvalidJsonException if it holds anything else
     */
    public static ObjectNode object(byte[] bytes) throws InvalidJsonException {
        // As text, not as bytes: of bytes the library would guess the encoding.
        try (JsonParser parser = JSON.createParser(Utf8Text.of(bytes))) {
            JsonNode node = JSON.readTree(parser);
            if (!(node instanceof ObjectNode object)) {
                throw new InvalidJsonException("not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw new InvalidJsonException("not one JSON object: something follows it");
            }
            return object;
        } catch (MismatchedInputException e) {
            throw near("a key is given twice in one object", ", near column ", e);
        } catch (JsonProcessingException e) {
            throw near("not valid JSON", " near column ", e);
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail to be read", e);
        }
    }

    private static InvalidJsonException near(
            String reason, String where, JsonProcessingException e) {
        return new InvalidJsonException(reason, reason + where + column(e));
    }

    private static String column(JsonProcessingException e) {
        return e.getLocation() == null ? "1" : Integer.toString(e.getLocation().getColumnNr());
    }
}
