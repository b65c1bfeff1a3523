package io.nearline.bench.search;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.job.LiveJob;
import io.nearline.bench.job.RunTopics;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.run.Progress;
import io.nearline.bench.search.OpenLoop.Load;
import io.nearline.bench.search.WrittenToFound.Found;
import io.nearline.bench.task.Setting;
import io.nearline.bench.worker.JobProcess;
import io.nearline.bench.worker.QueryProcess;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Broker, streaming job and query service each in a process of its own, the generators in this one,
 * all on the same cores: the time from writing a post to the first search that finds it, and the
 * queries that are answered, while posts come at half the rate that the job can do.
 */
final class SearchRun {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final int WARM_UP = 50;
    private static final int CAPACITY_POSTS = 1_500;
    private static final double LIVE_SHARE = 0.5;
    private static final double GROWTH = 1.5;

    private final Setting setting;
    private final BenchPosts posts;
    private final QueryTexts texts;
    private final SearchOptions options;
    private final Progress progress;
    private final LiveJob jobs;

    /**
     * One rate of queries.
     *
     * @param load what came of them
     * @param found posts that were written meanwhile
     */
    record Rate(Load load, Found found) {}

    /**
     * What was measured.
     *
     * @param capacity posts a second that the job can do alone
     * @param livePerSecond posts a second that came
     * @param found posts that were written while nobody else searched
     * @param rates one for each rate of queries, lowest first
     */
    record Figures(double capacity, double livePerSecond, Found found, List<Rate> rates) {

        /** For a line of JSON, times in milliseconds. */
        Map<String, Object> summary() {
            return Map.of(
                    "capacity", capacity,
                    "live", livePerSecond,
                    "found_ms", found.millis(),
                    "not_found", found.missing(),
                    "loads", rates.stream().map(Figures::summary).toList());
        }

        private static Map<String, Object> summary(Rate rate) {
            return Map.of(
                    "queries_per_second",
                    rate.load().perSecond(),
                    "failed",
                    rate.load().failed(),
                    "p99_ms",
                    rate.load().micros().map(micros -> micros.p99() / 1e3).orElse(0.0),
                    "found_ms",
                    rate.found().millis(),
                    "not_found",
                    rate.found().missing());
        }

        /** The highest rate at which 99 of 100 answers came in that time. */
        Optional<Rate> best(long p99Micros) {
            return rates.stream()
                    .filter(rate -> rate.load().isWithin(p99Micros))
                    .reduce((lower, higher) -> higher);
        }
    }

    SearchRun(Setting setting, BenchPosts posts, SearchOptions options, Progress progress) {
        this.setting = setting;
        this.posts = posts;
        this.texts = QueryTexts.of(posts.texts());
        this.options = options;
        this.progress = progress;
        this.jobs = new LiveJob(setting);
    }

    Figures run() throws Exception {
        double capacity = options.capacity().isPresent() ? options.capacity().get() : capacity();
        double live = capacity * LIVE_SHARE;
        RunTopics topics = jobs.newTopics();
        ModelBundle bundle = ModelBundle.open(setting.model());
        progress.say("filling the index with %d posts".formatted(options.indexPosts()));
        new IndexedPosts(bundle.id(), bundle.manifest().dimensions())
                .publish(topics, options.indexPosts());
        try (JobProcess job = startJob(topics);
                QueryProcess service = QueryProcess.start(serveOptions(topics));
                PostPublisher publisher = topics.publisher();
                LiveTraffic traffic = new LiveTraffic(topics.publisher(), posts)) {
            service.awaitReady(LONGEST_START);
            QueryClient client = new QueryClient(service.address());
            WrittenToFound probes = new WrittenToFound(publisher, posts, texts, client);
            probes.awaitFirst(LONGEST_START);
            traffic.start(live);
            progress.say("warming up at %.0f posts a second".formatted(live));
            warmUp(client, probes);
            progress.say("posts written and searched for, at %.0f others a second".formatted(live));
            Found found = probes.measure(options.seconds());
            List<Rate> rates = rates(client, probes);
            job.check();
            return new Figures(capacity, live, found, rates);
        }
    }

    /** Posts and queries as later, of texts that are used last. */
    private void warmUp(QueryClient client, WrittenToFound probes) {
        var found = probes.beside(options.warmUpSeconds());
        new OpenLoop(0)
                .run(
                        options.firstRate(),
                        options.warmUpSeconds(),
                        i -> client.search(texts.get(Math.floorMod(-1 - i, texts.size()))));
        found.join();
    }

    private double capacity() throws Exception {
        progress.say("the rate that the job can do alone");
        Measurement alone =
                jobs.runWithoutCache(List.of(setting.model()))
                        .throughput(posts, WARM_UP, Math.min(CAPACITY_POSTS, posts.size()));
        return alone.perSecond();
    }

    private JobProcess startJob(RunTopics topics) throws Exception {
        return JobProcess.start(
                jobs.settingsWithoutCache(topics, List.of(setting.model())),
                setting.work().resolve("state"),
                options.jobNiceness());
    }

    private List<Rate> rates(QueryClient client, WrittenToFound probes) {
        List<Rate> rates = new ArrayList<>();
        int sent = 0;
        double perSecond = options.firstRate();
        boolean within = true;
        while (within && sent + perSecond * options.stepSeconds() <= texts.size()) {
            progress.say("%.0f queries a second".formatted(perSecond));
            int first = sent;
            var found = probes.beside(options.stepSeconds());
            Load load =
                    new OpenLoop(rates.size())
                            .run(
                                    perSecond,
                                    options.stepSeconds(),
                                    i -> client.search(texts.get(first + i)));
            sent += load.sent();
            rates.add(new Rate(load, found.join()));
            within = load.isWithin(options.p99Micros());
            perSecond *= GROWTH;
        }
        return rates;
    }

    private List<String> serveOptions(RunTopics topics) {
        return List.of(
                "--brokers",
                setting.brokers(),
                "--posts-topic",
                topics.of(TopicPlan.POSTS),
                "--index-updates-topic",
                topics.of(TopicPlan.INDEX_UPDATES),
                "--index-control-topic",
                topics.of(TopicPlan.INDEX_CONTROL),
                "--dead-letters-topic",
                topics.of(TopicPlan.DEAD_LETTERS),
                "--index",
                setting.work().resolve("index").toString(),
                "--bundle",
                setting.model().toString(),
                "--max-concurrent",
                "64");
    }
}
