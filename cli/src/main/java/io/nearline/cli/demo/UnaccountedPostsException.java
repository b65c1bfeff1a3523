package io.nearline.cli.demo;

import java.time.Duration;

/** The run cannot say what became of every post; the message says what is known. */
public final class UnaccountedPostsException extends Exception {

    private static final long serialVersionUID = 1L;

    UnaccountedPostsException(Summary summary, Duration waited) {
        super(
                summary.account().missing()
                        + " of "
                        + summary.account().posts()
                        + " posts are not accounted for after "
                        + waited.toSeconds()
                        + " s without progress: "
                        + summary.toJson());
    }
}
