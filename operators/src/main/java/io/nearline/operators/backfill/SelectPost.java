package io.nearline.operators.backfill;

import io.nearline.operators.decode.Post;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Marks the revisions that were asked for. It drops none: whether a post is embedded is decided by
 * its newest revision, so the others must be known too. A surveyed post leaves its text here.
 */
public final class SelectPost extends ProcessFunction<Post, Candidate> {

    private static final long serialVersionUID = 1L;

    private final PostSubset subset;

    /** Marks the posts of the subset. */
    public SelectPost(PostSubset subset) {
        this.subset = subset;
    }

    @Override
    public void processElement(Post post, Context context, Collector<Candidate> out) {
        PostRevision version = post.version();
        out.collect(
                new Candidate(
                        version.postId(),
                        version.revision(),
                        subset.contains(post),
                        version.origin() == Origin.SURVEY ? null : post));
    }
}
