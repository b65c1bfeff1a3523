package io.nearline.bench.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.task.Setting;
import io.nearline.bench.task.Task;
import io.nearline.operations.local.JobCounters;
import io.nearline.operators.metrics.MetricNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What can be asked of the streaming job. */
public final class LiveTask implements Task {
    private final LiveJob job;
    private final Setting setting;
    private final BenchPosts posts;
    private final BenchPosts repeats;

    /**
     * @param input how the job gets the posts
     * @param posts no text twice
     * @param repeats as they lie in the corpus
     */
    public LiveTask(Setting setting, JobInput input, BenchPosts posts, BenchPosts repeats) {
        this.job = new LiveJob(setting, input);
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
            case "throughput" -> throughput(models, count).measurement();
            case "paced" ->
                    job.runWithoutCache(models)
                            .paced(posts, Feed::warmUpWithEdits, seconds, rates(request));
            case "instant" ->
                    job.runWithInstantModel()
                            .throughputInOrder(
                                    posts, Feed::warmUpWithEdits, feed -> feed.newPosts(count));
            case "instant_paced" ->
                    job.runWithInstantModel()
                            .paced(posts, Feed::warmUpWithEdits, seconds, rates(request));
            case "repeats" -> repeats(models, request.path("edit_share").asDouble());
            default -> throw new IllegalArgumentException("nobody knows how to do " + request);
        };
    }

    /** Every post has an update of each model. */
    private FullRun throughput(List<Path> models, int count) throws Exception {
        return job.run(models, unused -> {})
                .underFullLoad(
                        posts,
                        feed -> models.size() * feed.warmUpWithEdits(),
                        FullLoad.ofPosts(count, models.size()),
                        feed -> models.size() * feed.newPosts(count));
    }

    /**
     * The corpus with its repeats.
     *
     * @param run all records, each of which has an update
     * @param cacheHits vectors whose text had been embedded already
     */
    public record RepeatsRun(FullRun run, long cacheHits) {}

    private RepeatsRun repeats(List<Path> models, double editShare) throws Exception {
        List<JobCounters> counters = new ArrayList<>();
        FullRun run =
                job.run(models, counters::add)
                        .underFullLoad(
                                repeats,
                                Feed::warmUpWithEdits,
                                FullLoad.ofPosts(repeats.size(), 1),
                                feed -> feed.withEdits(editShare));
        return new RepeatsRun(run, counters.get(0).sum(MetricNames.CACHE_HITS));
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
