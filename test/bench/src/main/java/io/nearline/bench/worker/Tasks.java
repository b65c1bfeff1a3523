package io.nearline.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.contender.EmbedderRun;
import io.nearline.bench.contender.Roofline;
import io.nearline.bench.contender.RunnableGraph;
import io.nearline.bench.contender.Tokens;
import io.nearline.bench.contender.UnpaddedCall;
import io.nearline.bench.curve.CurveTask;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.PostStore;
import io.nearline.bench.job.BackfillRun;
import io.nearline.bench.job.JobInput;
import io.nearline.bench.job.LiveTask;
import io.nearline.bench.peer.LangChain4j;
import io.nearline.bench.peer.NaiveJob;
import io.nearline.bench.stage.StageTask;
import io.nearline.bench.task.Setting;
import io.nearline.bench.task.Task;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.pipeline.config.ServingSettings.Batching;
import java.util.List;
import java.util.function.Function;

/** The task of each {@link Role}. */
final class Tasks {
    /** A batch beyond this falls out of a core's cache. */
    private static final int EXACT_LENGTH_BUDGET = 512;

    /** Embedded before the clock starts, by jobs that embed every record. */
    private static final int WARM_UP = 500;

    /** How many posts are measured; all of them where a request does not say. */
    private static final String COUNT = "count";

    private Tasks() {}

    /** Makes the task of a setting's role ready: models loaded, nothing measured. */
    static Task open(Setting setting) throws Exception {
        return switch (Role.of(setting)) {
            case ROOFLINE -> roofline(setting);
            case ROOFLINE_EXACT_LENGTHS -> rooflineExactLengths(setting);
            case ROOFLINE_SERVED -> rooflineServed(setting);
            case EMBEDDER -> embedder(setting);
            case PIPELINE -> pipeline(setting, JobInput.nearline());
            case PIPELINE_MAPPED -> pipeline(setting, JobInput.mappedJson(setting.work()));
            case BACKFILL -> backfill(setting);
            case NAIVE_FLINK -> naiveFlink(setting);
            case LANGCHAIN4J_EMBED -> langChain4jEmbed(setting);
            case LANGCHAIN4J_EMBED_ALL -> langChain4jEmbedAll(setting);
            case STAGES -> new StageTask(setting, PostStore.read(setting.posts()));
            case CURVES -> new CurveTask(setting, PostStore.read(setting.posts()));
        };
    }

    private static Task roofline(Setting setting) throws Exception {
        return graph(setting, RunnableGraph::exported, UnpaddedCall::oneByOne);
    }

    private static Task rooflineServed(Setting setting) throws Exception {
        return graph(setting, RunnableGraph::served, UnpaddedCall::oneByOne);
    }

    private static Task rooflineExactLengths(Setting setting) throws Exception {
        return graph(
                setting,
                RunnableGraph::exported,
                tokens -> UnpaddedCall.byExactLength(tokens, EXACT_LENGTH_BUDGET));
    }

    private static Task graph(
            Setting setting,
            Function<ModelBundle, RunnableGraph> which,
            Function<List<long[]>, List<UnpaddedCall>> calls)
            throws Exception {
        ModelBundle bundle = ModelBundle.open(setting.model());
        List<long[]> tokens = Tokens.of(bundle, PostStore.read(setting.posts()).texts());
        Roofline roofline = new Roofline(which.apply(bundle));
        return request -> {
            List<long[]> chosen = tokens.subList(0, count(request, tokens.size()));
            return roofline.run(calls.apply(chosen), setting.cores());
        };
    }

    private static Task embedder(Setting setting) throws Exception {
        BenchPosts posts = PostStore.read(setting.posts());
        EngineOptions options = EngineOptions.forCpus(setting.cores());
        EmbedderRun run =
                new EmbedderRun(
                        setting.model(),
                        setting.tokenBudget().isPresent()
                                ? options.withBatchPolicy(servedWith(setting))
                                : options);
        return request -> run.run(posts.first(count(request, posts.size())).texts());
    }

    /** As the jobs have it by default. */
    private static BatchPolicy servedWith(Setting setting) {
        return Batching.BY_PRECISION.policyFor(
                ModelBundle.open(setting.model()).manifest().batchInvariance(), setting.budget());
    }

    private static Task pipeline(Setting setting, JobInput input) throws Exception {
        return new LiveTask(
                setting, input, PostStore.read(setting.posts()), PostStore.read(setting.repeats()));
    }

    private static Task backfill(Setting setting) throws Exception {
        BenchPosts posts = PostStore.read(setting.posts());
        BackfillRun backfill = new BackfillRun(setting);
        return request ->
                backfill.run()
                        .throughputFromStart(
                                posts, feed -> feed.newPosts(count(request, posts.size())));
    }

    private static Task naiveFlink(Setting setting) throws Exception {
        BenchPosts posts = PostStore.read(setting.posts());
        NaiveJob job = new NaiveJob(setting);
        return request -> job.run().throughput(posts, WARM_UP, count(request, posts.size()));
    }

    private static Task langChain4jEmbed(Setting setting) throws Exception {
        BenchPosts posts = PostStore.read(setting.posts());
        LangChain4j model = LangChain4j.open(setting.model(), setting.work());
        return request -> model.embed(posts.first(count(request, posts.size())).texts());
    }

    private static Task langChain4jEmbedAll(Setting setting) throws Exception {
        BenchPosts posts = PostStore.read(setting.posts());
        LangChain4j model = LangChain4j.open(setting.model(), setting.work());
        return request -> model.embedAll(posts.first(count(request, posts.size())).texts());
    }

    private static int count(JsonNode request, int available) {
        return request.path(COUNT).asInt(available);
    }
}
