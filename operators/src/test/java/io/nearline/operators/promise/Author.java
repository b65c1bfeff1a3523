package io.nearline.operators.promise;

import static io.nearline.testkit.Posts.aPost;

import io.nearline.schemas.PostEvent;
import io.nearline.testkit.Posts;

/** The source of a few posts: what it publishes next about each. */
final class Author {

    static final int POSTS = 6;
    private static final int TEXTS = 2;

    private final long[] revisions = new long[POSTS];
    private final String[] bodies = new String[POSTS];

    /** A text; there are few, so that posts come back to what they said before. */
    PostEvent edit(int pick) {
        int post = pick % POSTS;
        bodies[post] = "text " + pick / POSTS % TEXTS;
        return next(post).body(bodies[post]).build();
    }

    /** A text that the post never had. */
    PostEvent rewrite(int post) {
        bodies[post] = "rewritten at " + revisions[post];
        return next(post).body(bodies[post]).build();
    }

    /** Another attribute, the same text; a first text if there is none. */
    PostEvent like(int pick) {
        int post = pick % POSTS;
        if (bodies[post] == null) {
            return edit(pick);
        }
        Posts liked = next(post).body(bodies[post]);
        return liked.attribute("likes", Long.toString(revisions[post])).build();
    }

    boolean hasText(int post) {
        return bodies[post] != null;
    }

    PostEvent empty(int pick) {
        bodies[pick % POSTS] = null;
        return next(pick % POSTS).build();
    }

    PostEvent delete(int pick) {
        bodies[pick % POSTS] = null;
        return next(pick % POSTS).deleted().build();
    }

    private Posts next(int post) {
        return aPost("post-" + post).revision(++revisions[post]);
    }
}
