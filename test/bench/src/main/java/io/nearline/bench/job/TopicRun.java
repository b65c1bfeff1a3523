package io.nearline.bench.job;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.Percentiles;
import io.nearline.bench.measure.ProcessMeter;
import io.nearline.bench.measure.ProcessTimeline;
import io.nearline.pipeline.broker.PostPublisher;
import io.nearline.pipeline.broker.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One job from start to end with topics of its own, and what it took.
 *
 * @param topics of this run
 * @param output topic that the job writes to
 * @param idOf the post id in a record's key there
 * @param starter starts the job
 */
public record TopicRun(
        RunTopics topics, String output, Function<byte[], String> idOf, Starter starter) {

    /** Starts a job that reads the run's topic of posts. */
    @FunctionalInterface
    public interface Starter {
        /** The job; its topics are there. */
        RunningJob start() throws Exception;
    }

    /** A run of a job that publishes index updates. */
    public static TopicRun ofUpdates(RunTopics topics, TopicPlan output, Starter starter) {
        return new TopicRun(topics, topics.of(output), PublishedUpdates::indexId, starter);
    }

    /**
     * Works off posts that are there when the job starts. The clock starts where a burst of updates
     * ends, once the warm-up is through, and runs to the last update of all, by the times of their
     * publication. For jobs that publish in the order of their input: of one that does not, what is
     * left after the warm-up would be the longest texts.
     *
     * @param warmUp publishes the warm-up, returns how many updates it gives
     * @param measured publishes what is measured, likewise
     */
    public Measurement throughput(
            BenchPosts posts, ToIntFunction<Feed> warmUp, ToIntFunction<Feed> measured)
            throws Exception {
        int warm = feed(posts, warmUp);
        int count = feed(posts, measured);
        return withJob(
                (timeline, updates) -> {
                    updates.await(Feed.WARM_UP_IDS, warm).await(Feed.MEASURED_IDS, count);
                    List<Long> times = updates.times(Feed.MEASURED_IDS);
                    long first = PublicationClock.start(updates.times(Feed.WARM_UP_IDS), times);
                    return between(timeline, first, times, times);
                });
    }

    /**
     * Works off posts that come all at once when the warm-up is through, and is full before, during
     * and after the measured part. The clock runs from one vector to another; all that count are
     * published. For index updates.
     *
     * @param warmUp publishes the warm-up, returns how many updates it gives
     */
    Measurement throughputUnderFullLoad(BenchPosts posts, ToIntFunction<Feed> warmUp, FullLoad load)
            throws Exception {
        try (PostPublisher publisher = topics.publisher()) {
            Feed feed = new Feed(publisher, posts);
            return withJob(
                    (timeline, updates) -> {
                        updates.await(Feed.WARM_UP_IDS, warmUp.applyAsInt(feed));
                        feed.newPosts(load);
                        updates.await(Feed.MEASURED_IDS, load.awaited());
                        List<Long> vectors = updates.embeddedAt(Feed.MEASURED_IDS);
                        return timeline.between(
                                load.start(vectors), load.end(vectors), load.measured());
                    });
        }
    }

    /**
     * Works off posts that come all at once when the warm-up is through, in any order. The clock
     * runs from the first vector to the last publication.
     *
     * @param warmUp publishes the warm-up, returns how many updates it gives
     * @param measured publishes what is measured, likewise
     */
    public Measurement throughputOnceWarm(
            BenchPosts posts, ToIntFunction<Feed> warmUp, ToIntFunction<Feed> measured)
            throws Exception {
        try (PostPublisher publisher = topics.publisher()) {
            Feed feed = new Feed(publisher, posts);
            return withJob(
                    (timeline, updates) -> {
                        updates.await(Feed.WARM_UP_IDS, warmUp.applyAsInt(feed))
                                .await(Feed.MEASURED_IDS, measured.applyAsInt(feed));
                        return fromFirstVector(timeline, updates);
                    });
        }
    }

    /**
     * Works off posts that are there when the job starts, in any order. The clock runs from the
     * first vector to the last publication: a warm-up among them would be through only when what is
     * left are the longest texts.
     *
     * @param measured publishes what is measured, returns how many updates it gives
     */
    public Measurement throughputFromStart(BenchPosts posts, ToIntFunction<Feed> measured)
            throws Exception {
        int count = feed(posts, measured);
        return withJob(
                (timeline, updates) -> {
                    updates.await(Feed.MEASURED_IDS, count);
                    return fromFirstVector(timeline, updates);
                });
    }

    /** Watches a running job until all that is measured is published. */
    @FunctionalInterface
    private interface Watch {
        Measurement of(ProcessTimeline timeline, PublishedUpdates updates) throws Exception;
    }

    private Measurement withJob(Watch watch) throws Exception {
        Set<Long> feeders = ProcessMeter.feeders();
        try (RunningJob job = starter.start();
                ProcessTimeline timeline = new ProcessTimeline(feeders);
                PublishedUpdates updates = updates(job)) {
            return watch.of(timeline, updates);
        }
    }

    private int feed(BenchPosts posts, ToIntFunction<Feed> what) {
        try (PostPublisher publisher = topics.publisher()) {
            return what.applyAsInt(new Feed(publisher, posts));
        }
    }

    private static Measurement fromFirstVector(ProcessTimeline timeline, PublishedUpdates updates) {
        List<Long> vectors = updates.embeddedAt(Feed.MEASURED_IDS);
        return between(timeline, vectors.get(0), updates.times(Feed.MEASURED_IDS), vectors);
    }

    private static Measurement between(
            ProcessTimeline timeline, long first, List<Long> published, List<Long> counted) {
        return timeline.between(first, published.get(published.size() - 1), after(first, counted));
    }

    /**
     * Works off posts that keep coming at an even rate, one rate after the other.
     *
     * @param seconds for which posts come at each rate
     * @param rates posts a second
     * @return what each rate took, without writing the posts and reading the updates
     */
    public List<Paced> paced(
            BenchPosts posts, ToIntFunction<Feed> warmUp, double seconds, List<Double> rates)
            throws Exception {
        List<Paced> results = new ArrayList<>();
        try (PostPublisher publisher = topics.publisher()) {
            Set<Long> feeders = ProcessMeter.feeders();
            try (RunningJob job = starter.start();
                    PublishedUpdates updates = updates(job)) {
                Feed feed = new Feed(publisher, posts);
                updates.await(Feed.WARM_UP_IDS, warmUp.applyAsInt(feed));
                for (double rate : rates) {
                    String ids = "rate" + results.size() + "-";
                    int count = (int) Math.max(1, rate * seconds);
                    ProcessMeter meter = ProcessMeter.startWithout(feeders);
                    feed.newPosts(ids, count, rate);
                    Measurement measurement = meter.stop(count);
                    updates.await(ids, count);
                    results.add(new Paced(rate, measurement, updates.freshness(ids)));
                }
            }
        }
        return results;
    }

    /**
     * What a steady load took.
     *
     * @param rate posts a second
     * @param measurement of the time in which posts came
     * @param freshness milliseconds from the event to the update's publication
     */
    public record Paced(double rate, Measurement measurement, Percentiles freshness) {}

    private PublishedUpdates updates(RunningJob job) {
        return PublishedUpdates.of(topics.brokers(), output, job, idOf);
    }

    private static int after(long time, List<Long> times) {
        return (int) times.stream().filter(published -> published > time).count();
    }
}
