package io.nearline.bench.search;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.job.LiveJob;
import io.nearline.bench.job.RunningJob;
import io.nearline.bench.job.TopicRun;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.Percentiles;
import io.nearline.bench.run.Progress;
import io.nearline.bench.search.OpenLoop.Load;
import io.nearline.bench.task.Setting;
import io.nearline.bench.worker.QueryProcess;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The streaming job in this JVM, broker and query service each in one of its own, all on the same
 * cores: the time from writing a post to the first search that finds it, and the queries that are
 * answered, while posts come at half the rate that the job can do.
 */
final class SearchRun {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final int WARM_UP = 50;
    private static final int CAPACITY_POSTS = 1_500;
    private static final double PROBES_PER_SECOND = 5;
    private static final double LIVE_SHARE = 0.5;
    private static final double GROWTH = 1.5;

    private final Setting setting;
    private final BenchPosts posts;
    private final SearchOptions options;
    private final Progress progress;
    private final LiveJob jobs;

    /**
     * What was measured.
     *
     * @param capacity posts a second that the job can do alone
     * @param livePerSecond posts a second that came
     * @param foundMillis from writing a post to the answer that holds it
     * @param notFound posts that were not found in 10 s
     * @param loads one for each rate of queries, lowest first
     */
    record Figures(
            double capacity,
            double livePerSecond,
            Percentiles foundMillis,
            int notFound,
            List<Load> loads) {

        /** For a line of JSON, times in milliseconds. */
        Map<String, Object> summary() {
            return Map.of(
                    "capacity", capacity,
                    "live", livePerSecond,
                    "found_ms", foundMillis,
                    "not_found", notFound,
                    "loads",
                            loads.stream()
                                    .map(
                                            load ->
                                                    Map.of(
                                                            "queries_per_second", load.perSecond(),
                                                            "failed", load.failed(),
                                                            "p99_ms",
                                                                    load.micros()
                                                                                    .map(
                                                                                            Percentiles
                                                                                                    ::p99)
                                                                                    .orElse(0L)
                                                                            / 1e3))
                                    .toList());
        }

        /** The highest rate at which 99 of 100 answers came in that time. */
        Optional<Load> best(long p99Micros) {
            return loads.stream().filter(load -> load.isWithin(p99Micros)).reduce((a, b) -> b);
        }
    }

    SearchRun(Setting setting, BenchPosts posts, SearchOptions options, Progress progress) {
        this.setting = setting;
        this.posts = posts;
        this.options = options;
        this.progress = progress;
        this.jobs = new LiveJob(setting);
    }

    Figures run() throws Exception {
        double capacity = options.capacity().isPresent() ? options.capacity().get() : capacity();
        double live = capacity * LIVE_SHARE;
        TopicRun run = jobs.runWithoutCache(List.of(setting.model()));
        ModelBundle bundle = ModelBundle.open(setting.model());
        progress.say("filling the index with %d posts".formatted(options.indexPosts()));
        new IndexedPosts(bundle.id(), bundle.manifest().dimensions())
                .publish(run.topics(), options.indexPosts());
        try (RunningJob job = run.starter().start();
                QueryProcess service = QueryProcess.start(serveOptions(run));
                PostPublisher publisher = run.topics().publisher();
                LiveTraffic traffic = new LiveTraffic(run.topics().publisher(), posts)) {
            service.awaitReady(LONGEST_START);
            QueryClient client = new QueryClient(service.address());
            probe(publisher, client, "warm-", WARM_UP);
            traffic.start(live);
            progress.say("posts written and searched for, at %.0f others a second".formatted(live));
            Found found =
                    probe(
                            publisher,
                            client,
                            "probe-",
                            (int) (options.seconds() * PROBES_PER_SECOND));
            List<Load> loads = loads(client);
            job.check();
            return new Figures(
                    capacity, live, Percentiles.of(found.millis()), found.missing(), loads);
        }
    }

    private double capacity() throws Exception {
        progress.say("the rate that the job can do alone");
        Measurement alone =
                jobs.runWithoutCache(List.of(setting.model()))
                        .throughput(posts, WARM_UP, Math.min(CAPACITY_POSTS, posts.size()));
        return alone.perSecond();
    }

    private record Found(List<Long> millis, int missing) {}

    /** Writes posts and searches for each at once; the wait is the service's. */
    private Found probe(PostPublisher publisher, QueryClient client, String ids, int count)
            throws Exception {
        List<Long> millis = new ArrayList<>();
        int missing = 0;
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            String postId = ids + i;
            PostEvent event = probe(i, postId);
            publisher.publish(event);
            boolean found =
                    client.finds(event.getBody(), postId, PATIENCE)
                            .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            millis.add(took);
            missing += found ? 0 : 1;
            long rest = (long) (1000 / PROBES_PER_SECOND) - took;
            if (rest > 0) {
                Thread.sleep(rest);
            }
        }
        return new Found(millis, missing);
    }

    private PostEvent probe(int number, String postId) {
        return PostEvent.newBuilder(posts.event(number, postId))
                .setTitle(null)
                .setBody("%s, written as %s".formatted(words(number), postId))
                .build();
    }

    private List<Load> loads(QueryClient client) {
        List<Load> loads = new ArrayList<>();
        double rate = options.firstRate();
        boolean within = true;
        while (within && rate <= options.lastRate()) {
            progress.say("%.0f queries a second".formatted(rate));
            Load load =
                    new OpenLoop(loads.size())
                            .run(rate, options.stepSeconds(), i -> client.search(words(i)));
            loads.add(load);
            within = load.isWithin(options.p99Micros());
            rate *= GROWTH;
        }
        return loads;
    }

    /** As people type: a few words. */
    private String words(int number) {
        String text = posts.texts().get(number % posts.size());
        String[] words = text.split("\\s+", 9);
        return String.join(" ", List.of(words).subList(0, Math.min(8, words.length)));
    }

    private List<String> serveOptions(TopicRun run) {
        return List.of(
                "--brokers",
                setting.brokers(),
                "--posts-topic",
                run.topics().of(TopicPlan.POSTS),
                "--index-updates-topic",
                run.topics().of(TopicPlan.INDEX_UPDATES),
                "--index-control-topic",
                run.topics().of(TopicPlan.INDEX_CONTROL),
                "--dead-letters-topic",
                run.topics().of(TopicPlan.DEAD_LETTERS),
                "--index",
                setting.work().resolve("index").toString(),
                "--bundle",
                setting.model().toString(),
                "--max-concurrent",
                "64");
    }
}
