package io.nearline.retrieval.serve;

import java.util.Optional;

/**
 * What somebody wrote and wants to read: a revision of a post. Written {@code postId@revision}.
 *
 * @param postId identity of the post, not empty; may contain {@code @}
 * @param revision revision at the source, 0 or more
 */
public record WriteToken(String postId, long revision) {

    public WriteToken {
        if (postId.isEmpty() || revision < 0) {
            throw new IllegalArgumentException(
                    "A token names a post and a revision of 0 or more, such as p-42@1.");
        }
    }

    /** Reads what {@link #toString()} wrote; empty if it is no token. */
    public static Optional<WriteToken> parse(String text) {
        int at = text.lastIndexOf('@');
        String digits = text.substring(at + 1);
        boolean wellFormed = at > 0 && digits.matches("[0-9]{1,19}");
        if (!wellFormed) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WriteToken(text.substring(0, at), Long.parseLong(digits)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return postId + "@" + revision;
    }
}
