package io.nearline.embedding.tokenize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * The pieces that a tokenizer knows.
 *
 * @param size how many ids there are, from 0 to the largest
 * @param unknown id of the piece that stands for what is not known; empty where there is none
 */
public record Vocabulary(long size, OptionalInt unknown) {

    /** Counts without keeping the pieces. */
    public static Vocabulary of(TokenizerJson json) {
        Count count = new Count(json.model());
        json.modelField("vocab", count::vocabulary);
        json.field("added_tokens").forEach(count::added);
        return new Vocabulary(count.largest + 1, count.unknown);
    }

    private static final class Count {
        private final String unknownPiece;
        private long largest = -1;
        private OptionalInt unknown = OptionalInt.empty();

        private Count(JsonNode model) {
            this.unknownPiece = model.path("unk_token").asText("");
            if (model.path("unk_id").canConvertToInt()) {
                unknown = OptionalInt.of(model.path("unk_id").intValue());
            }
        }

        private void vocabulary(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                // Pairs of a piece and its score; the id is the place.
                while (parser.nextToken() == JsonToken.START_ARRAY) {
                    parser.skipChildren();
                    largest++;
                }
            } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String piece = parser.currentName();
                    parser.nextToken();
                    see(piece, parser.getValueAsLong(0));
                }
            }
        }

        private void added(JsonNode token) {
            see(token.path("content").asText(""), token.path("id").asLong(0));
        }

        private void see(String piece, long id) {
            largest = Math.max(largest, id);
            if (!unknownPiece.isEmpty() && piece.equals(unknownPiece)) {
                unknown = OptionalInt.of((int) id);
            }
        }
    }
}
