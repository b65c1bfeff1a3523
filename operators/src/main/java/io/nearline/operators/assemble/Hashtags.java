package io.nearline.operators.assemble;

import io.nearline.embedding.VisibleText;
import io.nearline.operators.decode.Post;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Hashtags as words of the text. */
final class Hashtags {

    private Hashtags() {}

    /**
     * The hashtags that the title and body do not show already: most sources list the tags that
     * stand in the text, and a word said twice would weigh twice in the vector.
     */
    static String unseen(Post post) {
        if (post.hashtags().isEmpty()) {
            return "";
        }
        String shown = (text(post.title()) + '\n' + text(post.body())).toLowerCase(Locale.ROOT);
        StringJoiner unseen = new StringJoiner(" ");
        for (String tag : post.hashtags()) {
            String signed = tag.startsWith("#") ? tag : "#" + tag;
            if (!VisibleText.saysNothing(signed.substring(1))
                    && !shown.contains(signed.toLowerCase(Locale.ROOT))) {
                unseen.add(signed);
            }
        }
        return unseen.toString();
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }
}
