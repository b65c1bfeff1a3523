package io.nearline.bench.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.task.Setting;
import io.nearline.bench.task.Task;
import io.nearline.operators.metrics.MetricNames;
import io.nearline.pipeline.embedded.JobCounters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What can be asked of the streaming job. */
public final class LiveTask implements Task {
    private final LiveJob job;
    private final Setting setting;
    private final BenchPosts posts;
    private final BenchPosts repeats;

    /**
     * @param posts no text twice
     * @param repeats as they lie in the corpus
     */
    public LiveTask(Setting setting, BenchPosts posts, BenchPosts repeats) {
        this.job = new LiveJob(setting);
        this.setting = setting;
        this.posts = posts;
        this.repeats = repeats;
    }

    @Override
    public Object run(JsonNode request) throws Exception {
        int count = request.path("count").asInt(posts.size());
        double seconds = request.path("seconds").asDouble();
        List<Path> models = models(request);
        return switch (request.path("what").asText("throughput")) {
            // Every post has an update of each model.
            case "throughput" ->
                    job.run(models, unused -> {})
                            .throughputUnderFullLoad(
                                    posts,
                                    feed -> models.size() * feed.warmUpWithEdits(),
                                    new FullLoad(count, models.size()));
            case "paced" ->
                    job.runWithoutCache(models)
                            .paced(posts, Feed::warmUpWithEdits, seconds, rates(request));
            case "instant" ->
                    job.runWithInstantModel()
                            .throughput(posts, Feed::warmUpWithEdits, feed -> feed.newPosts(count));
            case "instant_paced" ->
                    job.runWithInstantModel()
                            .paced(posts, Feed::warmUpWithEdits, seconds, rates(request));
            case "repeats" -> repeats(models, request.path("edit_share").asDouble());
            default -> throw new IllegalArgumentException("nobody knows how to do " + request);
        };
    }

    /**
     * The corpus with its repeats.
     *
     * @param measurement of all records
     * @param records posts and edits that were published
     * @param embedRequests posts whose text the first gate asked to be embedded
     * @param cacheHits those of them whose text had been embedded already
     */
    public record RepeatsRun(
            Measurement measurement, int records, long embedRequests, long cacheHits) {}

    private RepeatsRun repeats(List<Path> models, double editShare) throws Exception {
        List<JobCounters> counters = new ArrayList<>();
        AtomicInteger records = new AtomicInteger();
        Measurement measurement =
                job.run(models, counters::add)
                        .throughputOnceWarm(
                                repeats,
                                Feed::warmUpWithEdits,
                                feed -> {
                                    records.set(feed.withEdits(editShare));
                                    return records.get();
                                });
        JobCounters all = counters.get(0);
        long requests = all.sum(MetricNames.POSTS_ADMITTED, MetricNames.ACTION, "embed");
        return new RepeatsRun(
                measurement,
                records.get(),
                requests - Feed.WARM_UP_POSTS,
                all.sum(MetricNames.CACHE_HITS));
    }

    private static List<Double> rates(JsonNode request) {
        List<Double> rates = new ArrayList<>();
        request.path("rates").forEach(rate -> rates.add(rate.asDouble()));
        return rates;
    }

    private List<Path> models(JsonNode request) {
        List<Path> models = new ArrayList<>();
        request.path("models").forEach(model -> models.add(Path.of(model.asText())));
        return models.isEmpty() ? List.of(setting.model()) : models;
    }
}
