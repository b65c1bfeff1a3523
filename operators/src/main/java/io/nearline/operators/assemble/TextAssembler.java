package io.nearline.operators.assemble;

import io.nearline.embedding.VisibleText;
import io.nearline.operators.decode.Post;
import io.nearline.operators.record.Change;

/** Which parts, in which order, cleaned and cut how. Not thread-safe. */
public final class TextAssembler {

    private static final char SEPARATOR = '\n';
    private static final String NUL = "\0";

    /** What Avro puts where bytes are no UTF-8, lone surrogates among them. */
    private static final char REPLACEMENT = '\uFFFD';

    private final TextRecipe recipe;
    private final ContentHash contentHash;

    /** An assembler for one recipe. */
    public TextAssembler(TextRecipe recipe) {
        this.recipe = recipe;
        this.contentHash = new ContentHash(recipe);
    }

    /**
     * Joins the parts of a post that say something; a deleted one, and one of which nobody can see
     * anything ({@link VisibleText}), has the empty text.
     */
    public PostText assemble(Post post) {
        String joined = post.version().change() == Change.DELETE ? "" : join(post);
        String cleaned = joined.replace(NUL, "");
        String cut = cut(cleaned);
        String text = VisibleText.saysNothing(cut) ? "" : cut;
        return new PostText(
                post.version(),
                text,
                contentHash.of(text),
                cut.length() < cleaned.length(),
                post.version().change() != Change.DELETE && isBroken(post));
    }

    /** Also where nobody can see the part: its producer should hear of it all the same. */
    private boolean isBroken(Post post) {
        return recipe.parts().stream()
                .map(part -> part.of(post))
                .anyMatch(
                        words ->
                                words != null
                                        && (words.contains(NUL)
                                                || words.indexOf(REPLACEMENT) >= 0));
    }

    private String join(Post post) {
        StringBuilder text = new StringBuilder();
        for (TextPart part : recipe.parts()) {
            String words = part.of(post);
            if (VisibleText.saysNothing(words)) {
                continue;
            }
            if (text.length() > 0) {
                text.append(SEPARATOR);
            }
            text.append(words);
        }
        return text.toString();
    }

    private String cut(String text) {
        if (text.length() <= recipe.maxChars()) {
            return text;
        }
        int end = recipe.maxChars();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
