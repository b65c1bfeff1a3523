package io.nearline.bench.job;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.Percentiles;
import io.nearline.bench.measure.ProcessMeter;
import io.nearline.bench.measure.ProcessTimeline;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * One job from start to end with topics of its own, and what it took. What is fed is told by
 * functions that publish it and return how many updates it gives.
 *
 * @param topics of this run
 * @param output topic that the job writes to
 * @param format how it does
 * @param starter starts the job
 */
public record TopicRun(RunTopics topics, String output, OutputFormat format, Starter starter) {

    /** Starts a job that reads the run's topic of posts. */
    @FunctionalInterface
    public interface Starter {
        /** The job; its topics are there. */
        RunningJob start() throws Exception;
    }

    /** A run of a job that publishes index updates. */
    public static TopicRun ofUpdates(RunTopics topics, TopicPlan output, Starter starter) {
        return new TopicRun(topics, topics.of(output), new IndexUpdateFormat(), starter);
    }

    /** As {@link #underFullLoad}, of new posts for one model, after a warm-up of new posts. */
    public Measurement throughput(BenchPosts posts, int warmUp, int count) throws Exception {
        return underFullLoad(
                        posts,
                        feed -> feed.warmUp(warmUp),
                        FullLoad.ofPosts(count, 1),
                        feed -> feed.newPosts(count))
                .measurement();
    }

    /**
     * Works off what comes all at once when the warm-up is through, by a job that is full before,
     * during and after the measured part. The clock runs from one vector to another; all that count
     * are published.
     */
    FullRun underFullLoad(
            BenchPosts posts,
            ToIntFunction<Feed> warmUp,
            FullLoad load,
            ToIntFunction<Feed> measured)
            throws Exception {
        try (PostPublisher publisher = topics.publisher()) {
            Feed feed = new Feed(publisher, posts, topics.format());
            return withJob(
                    (timeline, published) -> {
                        published.await(Feed.WARM_UP_IDS, warmUp.applyAsInt(feed));
                        int updates = feed.around(load, measured);
                        published
                                .await(Feed.MEASURED_IDS, updates)
                                .await(Feed.FILLING_IDS, load.awaitedAround());
                        List<Long> made =
                                published.vectorsMadeAt(Feed.MEASURED_IDS, Feed.FILLING_IDS);
                        return new FullRun(
                                timeline.between(load.start(made), load.end(made), updates),
                                updates,
                                published.vectorsMadeAt(Feed.MEASURED_IDS).size());
                    });
        }
    }

    /**
     * Works off posts that are there when the job starts. The clock starts where a burst of updates
     * ends, once the warm-up is through, and runs to the last update of all, by the times of their
     * publication. For jobs that publish in the order of their input: of one that does not, what is
     * left after the warm-up would be the longest texts.
     */
    Measurement throughputInOrder(
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
     * Works off posts that are there when the job starts, in any order. The clock runs from the
     * first vector to the last publication: a warm-up among them would be through only when what is
     * left are the longest texts.
     */
    public Measurement throughputFromStart(BenchPosts posts, ToIntFunction<Feed> measured)
            throws Exception {
        int count = feed(posts, measured);
        return withJob(
                (timeline, updates) -> {
                    List<Long> times =
                            updates.await(Feed.MEASURED_IDS, count).times(Feed.MEASURED_IDS);
                    List<Long> vectors = updates.vectorsMadeAt(Feed.MEASURED_IDS);
                    return between(timeline, vectors.get(0), times, vectors);
                });
    }

    /**
     * Works off posts that keep coming at an even rate, one rate after the other. For index
     * updates.
     *
     * @param seconds for which posts come at each rate
     * @param rates posts a second
     * @return what each rate took, without writing the posts and reading the updates
     */
    List<Paced> paced(
            BenchPosts posts, ToIntFunction<Feed> warmUp, double seconds, List<Double> rates)
            throws Exception {
        List<Paced> results = new ArrayList<>();
        IndexUpdateFormat updates = new IndexUpdateFormat();
        try (PostPublisher publisher = topics.publisher()) {
            Set<Long> feeders = ProcessMeter.feeders();
            try (RunningJob job = starter.start();
                    PublishedUpdates published = published(job)) {
                Feed feed = new Feed(publisher, posts, topics.format());
                published.await(Feed.WARM_UP_IDS, warmUp.applyAsInt(feed));
                for (double rate : rates) {
                    String ids = "rate" + results.size() + "-";
                    int count = (int) Math.max(1, rate * seconds);
                    ProcessMeter meter = ProcessMeter.startWithout(feeders);
                    feed.newPosts(ids, count, rate);
                    Measurement measurement = meter.stop(count);
                    var freshness = published.await(ids, count).of(ids).stream();
                    results.add(
                            new Paced(
                                    rate,
                                    measurement,
                                    Percentiles.of(freshness.map(updates::freshness).toList())));
                }
            }
        }
        return results;
    }

    /** Watches a running job until all that is measured is published. */
    @FunctionalInterface
    private interface Watch<T> {
        T of(ProcessTimeline timeline, PublishedUpdates published) throws Exception;
    }

    private <T> T withJob(Watch<T> watch) throws Exception {
        Set<Long> feeders = ProcessMeter.feeders();
        try (RunningJob job = starter.start();
                ProcessTimeline timeline = new ProcessTimeline(feeders);
                PublishedUpdates published = published(job)) {
            return watch.of(timeline, published);
        }
    }

    private PublishedUpdates published(RunningJob job) {
        return PublishedUpdates.of(topics.brokers(), output, job, format);
    }

    private int feed(BenchPosts posts, ToIntFunction<Feed> what) {
        try (PostPublisher publisher = topics.publisher()) {
            return what.applyAsInt(new Feed(publisher, posts, topics.format()));
        }
    }

    private static Measurement between(
            ProcessTimeline timeline, long first, List<Long> published, List<Long> counted) {
        int posts = (int) counted.stream().filter(time -> time > first).count();
        return timeline.between(first, published.get(published.size() - 1), posts);
    }
}
