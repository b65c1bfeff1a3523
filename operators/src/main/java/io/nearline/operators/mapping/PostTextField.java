package io.nearline.operators.mapping;

import io.nearline.schemas.PostEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a post that are one text, or none. */
enum PostTextField {
    AUTHOR,
    LANG,
    TITLE,
    BODY,
    ARTICLE_TITLE,
    ARTICLE_DESCRIPTION,
    MEDIA_TEXT;

    /** Which values may become this text: many sources number their authors. */
    TextType type() {
        return this == AUTHOR ? TextType.NAME : TextType.PROSE;
    }

    /** As a mapping file names it. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Nullable String get(PostEvent post) {
        return switch (this) {
            case AUTHOR -> post.getAuthor();
            case LANG -> post.getLanguage();
            case TITLE -> post.getTitle();
            case BODY -> post.getBody();
            case ARTICLE_TITLE -> post.getArticleTitle();
            case ARTICLE_DESCRIPTION -> post.getArticleDescription();
            case MEDIA_TEXT -> post.getMediaText();
        };
    }

    void set(PostEvent.Builder post, String text) {
        switch (this) {
            case AUTHOR -> post.setAuthor(text);
            // BCP 47 has hyphens, many sources write pt_BR.
            case LANG -> post.setLanguage(text.replace('_', '-'));
            case TITLE -> post.setTitle(text);
            case BODY -> post.setBody(text);
            case ARTICLE_TITLE -> post.setArticleTitle(text);
            case ARTICLE_DESCRIPTION -> post.setArticleDescription(text);
            case MEDIA_TEXT -> post.setMediaText(text);
        }
    }
}
