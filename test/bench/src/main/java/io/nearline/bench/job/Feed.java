package io.nearline.bench.job;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.team.TeamFormat;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.PostPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What is written to the topic of posts, and how many updates must come of it. */
public final class Feed {
    static final String WARM_UP_IDS = "warm-";
    static final String MEASURED_IDS = "post-";
    static final String FILLING_IDS = "fill-";

    static final int WARM_UP_POSTS = 200;

    /** Edits of each that need no inference: many records in little time. */
    private static final int WARM_UP_EDITS = 40;

    private static final long SEED = 11;

    private final PostPublisher publisher;
    private final BenchPosts posts;
    private final Function<PostEvent, byte[]> writer;

    /** A feed of these posts, written in a format. */
    Feed(PostPublisher publisher, BenchPosts posts, TeamFormat format) {
        this.publisher = publisher;
        this.posts = posts;
        this.writer = format.writer();
    }

    /** What makes a job with gates warm: few texts, many edits that need none embedded. */
    int warmUpWithEdits() {
        warmUp(WARM_UP_POSTS);
        for (int edit = 0; edit < WARM_UP_EDITS; edit++) {
            for (int i = 0; i < WARM_UP_POSTS; i++) {
                publish(warm(posts.attributeEdit(i, WARM_UP_IDS + i, 2 + edit)));
            }
        }
        publisher.flush();
        return WARM_UP_POSTS * (1 + WARM_UP_EDITS);
    }

    /** What makes any other job warm. */
    public int warmUp(int count) {
        for (int i = 0; i < count; i++) {
            publish(warm(posts.event(i, WARM_UP_IDS + i)));
        }
        publisher.flush();
        return count;
    }

    /** New posts, as fast as they can be written. */
    public int newPosts(int count) {
        for (int i = 0; i < count; i++) {
            publish(posts.event(i, MEASURED_IDS + i));
        }
        publisher.flush();
        return count;
    }

    /**
     * What is to be measured, between new posts that keep the job full: as fast as all of it can be
     * written.
     *
     * @param measured publishes it, returns how many updates it gives
     * @return the same
     */
    int around(FullLoad load, ToIntFunction<Feed> measured) {
        fill(0, load.postsBefore());
        int updates = measured.applyAsInt(this);
        fill(load.postsBefore(), load.postsBehind());
        return updates;
    }

    /** Texts have a number at their end, so that none comes twice. */
    private void fill(int from, int count) {
        for (int i = from; i < from + count; i++) {
            publish(ending(posts.event(i, FILLING_IDS + i), " " + i));
        }
        publisher.flush();
    }

    /**
     * New posts at an even rate.
     *
     * @param ids what their ids start with, up to and with the first dash
     */
    int newPosts(String ids, int count, double perSecond) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            sleepUntil(start + (long) (i / perSecond * 1e9));
            publish(posts.event(i, ids + i));
        }
        publisher.flush();
        return count;
    }

    /**
     * Every post once as a new one, and edits of attributes of earlier ones mixed in.
     *
     * @param editShare share of the edits among all records, below 1
     */
    int withEdits(double editShare) {
        Random random = new Random(SEED);
        List<Long> revisions = new ArrayList<>();
        int records = 0;
        while (revisions.size() < posts.size()) {
            if (!revisions.isEmpty() && random.nextDouble() < editShare) {
                int edited = random.nextInt(revisions.size());
                long revision = revisions.get(edited) + 1;
                revisions.set(edited, revision);
                publish(posts.attributeEdit(edited, MEASURED_IDS + edited, revision));
            } else {
                publish(posts.event(revisions.size(), MEASURED_IDS + revisions.size()));
                revisions.add(1L);
            }
            records++;
        }
        publisher.flush();
        return records;
    }

    private void publish(PostEvent event) {
        publisher.publishAs(writer.apply(event), event.getPostId());
    }

    /** Another text than the post's own, which must not have been seen when it is measured. */
    private static PostEvent warm(PostEvent event) {
        return ending(event, " (warm-up)");
    }

    private static PostEvent ending(PostEvent event, String with) {
        String body = event.getBody() == null ? "" : event.getBody();
        return PostEvent.newBuilder(event).setBody(body + with).build();
    }

    private static void sleepUntil(long nanoTime) {
        for (long left; (left = nanoTime - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }
}
