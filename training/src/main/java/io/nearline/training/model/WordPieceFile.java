package io.nearline.training.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.tokenize.TokenizerJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pieces that a tokenizer's file has, and the same file with more of them. */
final class WordPieceFile {
    private static final String TYPE = "WordPiece";
    private static final String MODEL = "model";
    private static final String VOCABULARY = "vocab";

    private WordPieceFile() {}

    /**
     * Reads the pieces of a file.
     *
     * @throws ModelRejectedException if pieces cannot be added to them
     */
    static WordPieces read(TokenizerJson json) {
        JsonNode model = json.field(MODEL);
        String type = model.path("type").asText("none");
        if (!type.equals(TYPE) || !(model.path(VOCABULARY) instanceof ObjectNode vocabulary)) {
            throw refused("is of type %s, and only %s takes more pieces".formatted(type, TYPE));
        }
        Map<String, Integer> ids = new HashMap<>();
        vocabulary.properties().forEach(one -> ids.put(one.getKey(), one.getValue().intValue()));
        for (JsonNode token : json.field("added_tokens")) {
            // Such tokens would get the ids of the new pieces.
            if (!ids.containsKey(token.path("content").asText())) {
                throw refused(
                        "has an added token, id %d, outside of its vocabulary"
                                .formatted(token.path("id").asInt()));
            }
        }
        WordPieces pieces =
                new WordPieces(model.path("continuing_subword_prefix").asText("##"), ids);
        // A longer piece may leave a rest of a known word that nothing can write.
        pieces.firstWithALetterAlone()
                .ifPresent(
                        piece -> {
                            throw refused("has no piece for each letter of %s".formatted(piece));
                        });
        return pieces;
    }

    /** The same file with more pieces, whose ids follow. */
    static TokenizerJson with(TokenizerJson json, List<Piece> added, int firstId) {
        ObjectNode model = json.field(MODEL).deepCopy();
        ObjectNode vocabulary = (ObjectNode) model.get(VOCABULARY);
        for (int i = 0; i < added.size(); i++) {
            vocabulary.put(added.get(i).name(), firstId + i);
        }
        return json.with(MODEL, model.toString());
    }

    private static ModelRejectedException refused(String what) {
        return new ModelRejectedException(
                "the base's tokenizer %s: leave vocabulary out, or take another base"
                        .formatted(what));
    }
}
