package io.nearline.operators.assemble;

import io.nearline.operators.decode.Post;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A part of a post that can go into its text. */
public enum TextPart {
    /** The title. */
    TITLE,
    /** The body. */
    BODY,
    /** Hashtags that the title and body do not already show, as {@code #tag} words. */
    HASHTAGS,
    /** Title of the article that the post links to. */
    ARTICLE_TITLE,
    /** Description of the article that the post links to. */
    ARTICLE_DESCRIPTION,
    /** Text found in the post's pictures or speech. */
    MEDIA_TEXT;

    /**
     * The value as it is configured and as it stands in the recipe's identity: never change one.
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The part's text; null if the post has none. */
    @Nullable String of(Post post) {
        return switch (this) {
            case TITLE -> post.title();
            case BODY -> post.body();
            case HASHTAGS -> Hashtags.unseen(post);
            case ARTICLE_TITLE -> post.articleTitle();
            case ARTICLE_DESCRIPTION -> post.articleDescription();
            case MEDIA_TEXT -> post.mediaText();
        };
    }
}
