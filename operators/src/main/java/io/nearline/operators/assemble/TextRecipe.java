package io.nearline.operators.assemble;

import java.io.Serializable;
import java.util.List;

/**
 * How a post becomes one text. The recipe is part of the content hash: change it, and every post
 * that comes by is embedded again.
 *
 * @param parts parts in the order in which they are joined
 * @param maxChars longest text, UTF-16 units; the rest is cut before tokenising, so that a post of
 *     megabytes cannot hold a worker for seconds
 * @param outputs names of the further vectors that are made of it. They are part of the content
 *     hash too, because equal hashes promise equal vectors
 */
public record TextRecipe(List<TextPart> parts, int maxChars, List<String> outputs)
        implements Serializable {

    /** Everything a post says, most telling part first. */
    public static final List<TextPart> ALL_PARTS = List.of(TextPart.values());

    /** Rejects a recipe that could never give a text. */
    public TextRecipe {
        parts = List.copyOf(parts);
        outputs = outputs.stream().sorted().toList();
        if (parts.isEmpty() || maxChars < 1) {
            throw new IllegalArgumentException(
                    "a text recipe needs at least one part and one character, got %s, %s"
                            .formatted(parts, maxChars));
        }
    }

    /** Of which one vector is made. */
    public TextRecipe(List<TextPart> parts, int maxChars) {
        this(parts, maxChars, List.of());
    }

    /** Text form that goes into the content hash. */
    String identity() {
        String text = "v1:" + parts + ":" + maxChars;
        return outputs.isEmpty() ? text : text + ":" + outputs;
    }
}
