package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.search.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures recall@10 on a share of the real queries: each is searched again, once as planned and
 * once exactly, and the hits of the first are counted that are as near as the exact ones. It has
 * one thread, which rests {@value #REST} times as long as it works; queries that come meanwhile and
 * find no place in the queue are not measured. Whoever answers a query waits for nothing.
 */
final class RecallMeter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecallMeter.class);

    /** Of how many of the nearest. */
    private static final int NEAREST = 10;

    private static final int PLACES = 64;

    /** So that measuring takes a tenth of one core at most. */
    private static final int REST = 9;

    /** The index may change between the two searches; then they are made again. */
    private static final int ATTEMPTS = 3;

    /** Sums of products in another order. */
    private static final double ROUNDING = 1e-5;

    /** What became of a query that was to be measured. */
    enum Outcome {
        COMPARED,
        DROPPED,
        FAILED
    }

    /**
     * What is counted apart.
     *
     * @param modelName the model searched
     * @param filter how much of its posts was searched
     */
    record Counted(String modelName, FilterClass filter) {}

    /** Neighbours of one class. */
    static final class Tally {

        private final LongAdder wanted = new LongAdder();
        private final LongAdder found = new LongAdder();

        /** The truly nearest. */
        long wanted() {
            return wanted.sum();
        }

        /** How many of them searches found. */
        long found() {
            return found.sum();
        }
    }

    private record Probe(SearchRequest request, Counted counted) {}

    private final Searcher searcher;
    private final double share;
    private final DoubleSupplier random;
    private final BlockingQueue<Probe> queue = new ArrayBlockingQueue<>(PLACES);
    private final Map<Counted, Tally> tallies = new ConcurrentHashMap<>();
    private final LongAdder compared = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread worker = new Thread(this::work, "recall-meter");

    /**
     * A meter at work, until it is closed.
     *
     * @param share of the queries to measure, 0 to 1
     * @param random numbers from 0 to 1, the latter excluded
     */
    RecallMeter(Searcher searcher, double share, DoubleSupplier random) {
        this.searcher = searcher;
        this.share = share;
        this.random = random;
        worker.setDaemon(true);
        worker.start();
    }

    /** Takes an answered query into account, or not. Returns at once. */
    void answered(SearchRequest request, SearchAnswer answer) {
        boolean measurable = request.query().hasDirection() && request.effort() == Effort.PLANNED;
        if (!measurable || random.getAsDouble() >= share) {
            return;
        }
        Counted counted =
                new Counted(
                        answer.model().name(), FilterClass.of(request.selection(), answer.plan()));
        if (!queue.offer(new Probe(ofVectors(request), counted))) {
            dropped.increment();
        }
    }

    Map<Counted, Tally> tallies() {
        return tallies;
    }

    /** How many queries ended so. */
    long count(Outcome outcome) {
        return switch (outcome) {
            case COMPARED -> compared.sum();
            case DROPPED -> dropped.sum();
            case FAILED -> failed.sum();
        };
    }

    @Override
    public void close() {
        stopping.countDown();
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The ten nearest, whatever else was asked for: words, groups and k are not what is measured.
     */
    private static SearchRequest ofVectors(SearchRequest request) {
        SearchQuery query = request.query();
        return new SearchRequest(
                new SearchQuery(query.vector(), Optional.empty(), query.like(), query.dislike()),
                NEAREST,
                request.selection(),
                Effort.PLANNED,
                Shape.PLAIN,
                request.model(),
                request.expectedDigest(),
                Set.of());
    }

    private void work() {
        try {
            while (stopping.getCount() > 0) {
                Probe probe = queue.take();
                long begun = System.nanoTime();
                measure(probe);
                if (stopping.await(REST * (System.nanoTime() - begun), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    private void measure(Probe probe) {
        try {
            compare(probe);
            compared.increment();
        } catch (RuntimeException e) {
            // The model was switched, a post to resemble is gone, or the index is being closed.
            failed.increment();
            LOG.debug("a query was not measured", e);
        }
    }

    private void compare(Probe probe) {
        for (int attempt = 1; ; attempt++) {
            SearchAnswer planned = searcher.search(probe.request());
            SearchAnswer exact = searcher.search(probe.request().with(Effort.EXACT));
            int wanted = exact.hits().size();
            int found = found(planned.hits(), exact.hits());
            boolean sameMoment = planned.watermark().updates() == exact.watermark().updates();
            if (found == wanted || sameMoment || attempt == ATTEMPTS) {
                Tally tally = tallies.computeIfAbsent(probe.counted(), none -> new Tally());
                tally.wanted.add(wanted);
                tally.found.add(found);
                return;
            }
        }
    }

    /** Posts that are equally near are equally right. */
    private static int found(List<Hit> planned, List<Hit> exact) {
        if (exact.isEmpty()) {
            return 0;
        }
        double least = exact.get(exact.size() - 1).score() - ROUNDING;
        long found = planned.stream().filter(hit -> hit.score() >= least).count();
        return (int) Math.min(found, exact.size());
    }
}
