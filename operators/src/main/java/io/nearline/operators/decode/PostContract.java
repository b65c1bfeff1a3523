package io.nearline.operators.decode;

import io.nearline.embedding.VisibleText;
import io.nearline.schemas.PostEvent;
import java.time.Instant;

/**
 * The rules of {@code PostEvent} that its schema cannot state. Who writes posts may ask before, who
 * reads them makes a dead letter of what breaks a rule.
 */
public final class PostContract {

    /** Longest post id, in UTF-16 units: it becomes a Kafka key and a state key. */
    public static final int MAX_ID_LENGTH = 1024;

    /** Times before it are no times of posts. */
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** Times from it on are no times of posts; milliseconds read as another unit lie here. */
    public static final Instant END = Instant.parse("3000-01-01T00:00:00Z");

    /**
     * Highest revision of all. There is room above for as many changes as below, and a revision
     * that is a time in nanoseconds lies below until the year 2116.
     */
    public static final long MAX_REVISION = 1L << 62;

    private PostContract() {}

    /**
     * Checks id, revision, kind and event time.
     *
     * @throws InvalidPostException that names the first rule that is broken
     */
    public static void check(PostEvent event) {
        checkId(event.getPostId());
        checkRevision(event.getRevision());
        checkTime(event.getEventTime());
        PostDecoder.change(event);
    }

    /** Whether a post can have been written at that time. */
    public static boolean isPlausible(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(END);
    }

    private static void checkId(String id) {
        if (VisibleText.saysNothing(id)) {
            throw new InvalidPostException("postId is blank; send the source's id of the post");
        }
        if (id.length() > MAX_ID_LENGTH) {
            throw new InvalidPostException(
                    "postId has %d characters; send an id of at most %d"
                            .formatted(id.length(), MAX_ID_LENGTH));
        }
    }

    private static void checkRevision(long revision) {
        if (revision < 0) {
            throw new InvalidPostException(
                    "revision is %d; send 0 or more, growing with every change"
                            .formatted(revision));
        }
        checkRevision(revision, MAX_REVISION);
    }

    /**
     * Checks a revision against the highest that the source is known to send.
     *
     * @throws InvalidPostException if it is higher: accepted, it would lock the post for all that
     *     the source sends later
     */
    public static void checkRevision(long revision, long highest) {
        if (revision > highest) {
            throw new InvalidPostException(
                    """
                    revision is %d, above %d, the highest that is taken; send the number that the                     post's other revisions continue, or raise nearline.posts.max-revision\
                    """
                            .formatted(revision, highest));
        }
    }

    private static void checkTime(Instant time) {
        if (!isPlausible(time)) {
            throw new InvalidPostException(
                    "eventTime is %s, outside the years 1 to 2999%s; send milliseconds since 1970"
                            .formatted(time, likelyUnit(time)));
        }
    }

    /** What the number is, if in a smaller unit it is a time since 1970. */
    private static String likelyUnit(Instant time) {
        long number = time.toEpochMilli();
        if (number > 0 && isPlausible(Instant.ofEpochMilli(number / 1_000))) {
            return ", and looks like microseconds";
        }
        if (number > 0 && isPlausible(Instant.ofEpochMilli(number / 1_000_000))) {
            return ", and looks like nanoseconds";
        }
        return "";
    }
}
