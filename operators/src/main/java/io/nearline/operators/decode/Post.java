package io.nearline.operators.decode;

import io.nearline.operators.record.PostRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded post, free of Avro. A part that the source did not send is null.
 *
 * @param version which revision of which post this is
 * @param author identity of the author, if the source knows it
 * @param title title
 * @param body body
 * @param articleTitle title of the article it links to
 * @param articleDescription description of the article it links to
 * @param mediaText text found in its pictures or speech
 * @param hashtags hashtags, with or without the sign
 */
public record Post(
        PostRevision version,
        @Nullable String author,
        @Nullable String title,
        @Nullable String body,
        @Nullable String articleTitle,
        @Nullable String articleDescription,
        @Nullable String mediaText,
        List<String> hashtags) {

    /** The revision only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "Post[%s]".formatted(version);
    }
}
