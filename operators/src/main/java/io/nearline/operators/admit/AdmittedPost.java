package io.nearline.operators.admit;

import io.nearline.operators.assemble.PostText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision that was let through, and what each model has to do for it.
 *
 * @param post the post and its text
 * @param tasks one per model, in the order of the configuration
 * @param supersedes the revision that was the newest known when this one came from its source; null
 *     if none was, for replays and backfills, and in older savepoints
 */
public record AdmittedPost(PostText post, List<ModelTask> tasks, @Nullable Long supersedes) {

    /** A revision of which nobody knows what it supersedes. */
    public AdmittedPost(PostText post, List<ModelTask> tasks) {
        this(post, tasks, null);
    }
}
