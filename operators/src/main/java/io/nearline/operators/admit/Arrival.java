package io.nearline.operators.admit;

import io.nearline.operators.assemble.PostText;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What reaches the first gate: a post from its source, or a vector that a backfill made of one.
 *
 * @param post the post; that of a backfilled vector has no text but its content hash
 * @param merge the task to publish the backfilled vector; null for a post from its source
 */
@TypeInfo(ArrivalType.class)
public record Arrival(PostText post, @Nullable ModelTask merge) {

    /** A post from its source. */
    public static Arrival of(PostText post) {
        return new Arrival(post, null);
    }

    /** The post's id: the key of the gate. */
    public String postId() {
        return post.version().postId();
    }

    /** Whether it is a vector that a backfill made. */
    public boolean isMerge() {
        return merge != null;
    }
}
