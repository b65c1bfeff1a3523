package io.nearline.topics.json;

import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import java.util.Locale;

/** One update on one line of less than the width of a terminal. */
public final class UpdateLine {

    private UpdateLine() {}

    /** Post, revision, model and the first numbers of the vector. */
    public static String of(IndexUpdate update) {
        String post = update.getPostId() + " r" + update.getRevision();
        if (update.getKind() == UpdateKind.DELETE) {
            return post + " DELETE for " + update.getModelName();
        }
        float[] vector = AvroJson.decode(update);
        return String.format(
                Locale.ROOT,
                "%s %s %d dims [%.3f %.3f %.3f ...] %d tokens%s",
                post,
                update.getModelName(),
                vector.length,
                vector[0],
                vector[1],
                vector[2],
                update.getTokenCount(),
                update.getTruncated() ? ", cut" : "");
    }
}
