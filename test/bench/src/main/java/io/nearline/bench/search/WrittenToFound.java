package io.nearline.bench.search;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.UnusableInputException;
import io.nearline.bench.measure.Percentiles;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.PostPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Writes posts and searches for each at once, five a second; the wait is the service's. */
final class WrittenToFound {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double PER_SECOND = 5;

    private final PostPublisher publisher;
    private final BenchPosts posts;
    private final QueryTexts texts;
    private final QueryClient client;
    private int written;

    /**
     * @param posts what the posts are like but for their text
     * @param texts what they say
     */
    WrittenToFound(
            PostPublisher publisher, BenchPosts posts, QueryTexts texts, QueryClient client) {
        this.publisher = publisher;
        this.posts = posts;
        this.texts = texts;
        this.client = client;
    }

    /**
     * What was measured.
     *
     * @param millis from writing a post to the answer that holds it
     * @param missing posts that were not found in 10 s
     */
    record Found(Percentiles millis, int missing) {}

    /**
     * Writes posts until one is found: then the job serves.
     *
     * @throws UnusableInputException if none is in that time
     */
    void awaitFirst(Duration longest) {
        long begun = System.nanoTime();
        while (!isFound(post(written++))) {
            if (System.nanoTime() - begun > longest.toNanos()) {
                throw new UnusableInputException(
                        "no post is found after %d s; messages of job and service are above"
                                .formatted(longest.toSeconds()));
            }
        }
    }

    /** Goes on for a while. */
    Found measure(double seconds) throws InterruptedException {
        List<Long> millis = new ArrayList<>();
        int missing = 0;
        for (int i = 0; i < Math.max(1, seconds * PER_SECOND); i++) {
            long begun = System.nanoTime();
            missing += isFound(post(written++)) ? 0 : 1;
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            millis.add(took);
            long rest = (long) (1000 / PER_SECOND) - took;
            if (rest > 0) {
                Thread.sleep(rest);
            }
        }
        return new Found(Percentiles.of(millis), missing);
    }

    /** As {@link #measure} in a thread of its own. */
    CompletableFuture<Found> beside(double seconds) {
        CompletableFuture<Found> found = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                found.complete(measure(seconds));
                            } catch (InterruptedException | RuntimeException e) {
                                found.completeExceptionally(e);
                            }
                        },
                        "written-to-found");
        thread.setDaemon(true);
        thread.start();
        return found;
    }

    private boolean isFound(PostEvent post) {
        publisher.publish(post);
        return client.finds(post.getBody(), post.getPostId(), PATIENCE)
                .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** A post whose text is its body alone, so that a search by that text finds it. */
    private PostEvent post(int number) {
        String postId = "probe-" + number;
        return PostEvent.newBuilder(posts.event(number, postId))
                .setTitle(null)
                .setArticleTitle(null)
                .setArticleDescription(null)
                .setMediaText(null)
                .setHashtags(List.of())
                .setBody("%s, written as %s".formatted(texts.get(number), postId))
                .build();
    }
}
