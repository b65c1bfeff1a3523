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
     * publication.
     *
     * @param warmUp publishes the warm-up, returns how many updates it gives
     * @param measured publishes what is measured, likewise
     */
    public Measurement throughput(
            BenchPosts posts, ToIntFunction<Feed> warmUp, ToIntFunction<Feed> measured)
            throws Exception {
        int warm;
        int count;
        try (PostPublisher publisher = topics.publisher()) {
            Feed feed = new Feed(publisher, posts);
            warm = warmUp.applyAsInt(feed);
            count = measured.applyAsInt(feed);
        }
        Set<Long> feeders = ProcessMeter.feeders();
        try (RunningJob job = starter.start();
                ProcessTimeline timeline = new ProcessTimeline(feeders);
                PublishedUpdates updates = updates(job)) {
            List<Long> warmTimes = updates.await(Feed.WARM_UP_IDS, warm).times(Feed.WARM_UP_IDS);
            List<Long> times = updates.await(Feed.MEASURED_IDS, count).times(Feed.MEASURED_IDS);
            long first = PublicationClock.start(warmTimes, times);
            long last = times.get(times.size() - 1);
            return timeline.between(first, last, after(first, times));
        }
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
