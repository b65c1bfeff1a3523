package io.nearline.retrieval.words;

import io.nearline.schemas.PostEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The texts of a post, to be shown and to be searched by words.
 *
 * @param postId identity of the post
 * @param revision revision of the post that has these texts
 * @param author who wrote it, if known
 * @param title its title, if it has one
 * @param body its text, if it has one
 * @param others further texts: of the article that it shares, of its media, its hashtags
 */
public record PostText(
        String postId,
        long revision,
        Optional<String> author,
        Optional<String> title,
        Optional<String> body,
        List<String> others) {

    public PostText {
        Objects.requireNonNull(postId, "postId");
        others = List.copyOf(others);
    }

    /** The texts of a post after a change that did not delete it. */
    public static PostText of(PostEvent event) {
        List<String> others = new ArrayList<>();
        Optional.ofNullable(event.getArticleTitle()).ifPresent(others::add);
        Optional.ofNullable(event.getArticleDescription()).ifPresent(others::add);
        Optional.ofNullable(event.getMediaText()).ifPresent(others::add);
        others.addAll(event.getHashtags());
        return new PostText(
                event.getPostId(),
                event.getRevision(),
                Optional.ofNullable(event.getAuthor()),
                Optional.ofNullable(event.getTitle()),
                Optional.ofNullable(event.getBody()),
                others);
    }

    /** Without the texts: it may end in a log. */
    @Override
    public String toString() {
        return "texts of post %s in revision %d".formatted(postId, revision);
    }
}
