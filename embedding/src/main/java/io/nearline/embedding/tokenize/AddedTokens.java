package io.nearline.embedding.tokenize;

import com.fasterxml.jackson.databind.JsonNode;

/** Sees whether a normaliser may leave nothing of a token that is matched after it. */
final class AddedTokens {
    private final String normalizer;

    AddedTokens(JsonNode normalizer) {
        this.normalizer = normalizer.toString();
    }

    /** Whether nothing may be left, which the library asserts not to happen. */
    boolean mayVanish(JsonNode token) {
        boolean special = token.path("special").asBoolean(false);
        String content = token.path("content").asText("");
        return token.path("normalized").asBoolean(!special)
                && !content.isEmpty()
                && content.codePoints().allMatch(this::mayBeRemoved);
    }

    private boolean mayBeRemoved(int c) {
        if (has("Replace") || has("Precompiled")) {
            // These may take anything away; what people see they hardly do.
            return !isVisible(c);
        }
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            return has("Strip") || has("Nmt");
        }
        return (has("BertNormalizer") || has("StripAccents") || has("Nmt")) && !isVisible(c);
    }

    private boolean has(String type) {
        return normalizer.contains('"' + type + '"');
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> c != 0xFFFD;
        };
    }
}
