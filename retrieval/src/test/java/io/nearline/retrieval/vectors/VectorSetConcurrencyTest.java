package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * One thread updates, others search. Every post is rewritten without end and none is deleted, so a
 * search of all must find each once. Vector and attribute of a post are made from its revision, so
 * a torn read shows.
 */
class VectorSetConcurrencyTest {

    private static final int POSTS = 150;
    private static final int DIMENSIONS = 40;
    private static final int READERS = 3;
    private static final int SEARCHES = 400;

    private final VectorSet set = new VectorSet(DIMENSIONS, Tier.FLOAT32, Path.of("."), 16);

    /** Revision that the writer had finished, by post. */
    private final Map<String, AtomicLong> finished = new HashMap<>();

    @Test
    void everySearchSeesEachPostOnceWholeAndNeverOlderThanBefore() throws Exception {
        for (int i = 0; i < POSTS; i++) {
            finished.put("p" + i, new AtomicLong());
            write("p" + i, 0);
        }
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(READERS);
        ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        try {
            Future<?> writer =
                    threads.submit(
                            () -> {
                                started.await();
                                Random random = new Random(3);
                                while (!done.get()) {
                                    String postId = "p" + random.nextInt(POSTS);
                                    write(postId, finished.get(postId).get() + 1);
                                }
                                return null;
                            });
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                int seed = reader;
                readers.add(
                        threads.submit(
                                () -> {
                                    started.countDown();
                                    readRepeatedly(seed);
                                    return null;
                                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            done.set(true);
            writer.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(set.moment().updates()).isGreaterThan(POSTS);
    }

    private void write(String postId, long revision) throws Exception {
        Map<String, String> attributes = Map.of("parity", String.valueOf(revision % 2));
        set.put(Facts.of(postId, revision, null, attributes, revision), vector(revision));
        finished.get(postId).set(revision);
    }

    private void readRepeatedly(int seed) {
        RandomVectors directions = new RandomVectors(seed, DIMENSIONS, 3, 1f);
        Map<String, Long> seen = new HashMap<>();
        for (int i = 0; i < SEARCHES; i++) {
            Map<String, Long> atLeast = new HashMap<>();
            finished.forEach((postId, revision) -> atLeast.put(postId, revision.get()));
            Moment moment = set.moment();
            List<Neighbour> all = search(moment, Selection.ALL, directions.nextUnit());
            assertThat(all).hasSize(POSTS);
            Map<String, Long> found = new HashMap<>();
            for (Neighbour one : all) {
                long revision = one.entry().revision();
                found.put(one.entry().postId(), revision);
                assertThat(one.entry().vector()).isEqualTo(vector(revision));
                assertThat(revision)
                        .isGreaterThanOrEqualTo(seen.getOrDefault(one.entry().postId(), 0L))
                        .isGreaterThanOrEqualTo(atLeast.get(one.entry().postId()));
            }
            assertThat(found).hasSize(POSTS);
            seen.putAll(found);
            List<Neighbour> even =
                    search(
                            moment,
                            Selection.ALL.withAttribute("parity", "0"),
                            directions.nextUnit());
            assertThat(even)
                    .hasSize((int) found.values().stream().filter(one -> one % 2 == 0).count());
        }
    }

    private List<Neighbour> search(Moment moment, Selection selection, float[] direction) {
        Selected selected = Selected.of(moment, selection, Set.of());
        return new NearestScan(selected, direction, -2)
                .nearest(2 * POSTS, Effort.EXACT)
                .neighbours();
    }

    private static float[] vector(long revision) {
        float[] vector = new float[DIMENSIONS];
        Random random = new Random(revision);
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = random.nextFloat() + 0.1f;
        }
        return vector;
    }
}
