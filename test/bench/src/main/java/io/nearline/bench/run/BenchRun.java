package io.nearline.bench.run;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.PostStore;
import io.nearline.bench.report.MachineFacts;
import io.nearline.bench.report.Results;
import io.nearline.bench.worker.BrokerProcess;
import io.nearline.bench.worker.WorkFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A whole run, with a broker and a directory of its own.
 *
 * @param plan how much is measured
 * @param posts distinct texts
 * @param repeats posts as they lie in the corpus
 * @param bundles model directories
 * @param tokenBudget of batches for fp32 models; 0 for one text a call
 * @param options of the jobs, over their defaults
 */
public record BenchRun(
        Plan plan,
        BenchPosts posts,
        BenchPosts repeats,
        List<Path> bundles,
        int tokenBudget,
        Map<String, String> options) {

    /** Measures. */
    public Results run(Progress progress) throws IOException {
        List<ModelUnderTest> models = ModelUnderTest.open(bundles, posts.texts(), tokenBudget);
        int cores = Runtime.getRuntime().availableProcessors();
        Results results = new Results();
        describe(results, models, cores);
        Path work = Files.createTempDirectory("nearline-bench-");
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"))) {
            Workers.Files files =
                    new Workers.Files(work.resolve("posts"), work.resolve("repeats"), work);
            PostStore.write(files.posts(), posts);
            PostStore.write(files.repeats(), repeats);
            try (Workers workers = new Workers(files, broker, cores, options)) {
                new Suite(workers, plan, results, progress).run(models, repeats, work);
            }
        } finally {
            WorkFiles.delete(work);
        }
        return results;
    }

    private void describe(Results results, List<ModelUnderTest> models, int cores) {
        results.put(MachineFacts.now(), "machine");
        results.put(plan.posts(), "posts");
        results.put(plan.rounds(), "rounds");
        results.put(cores, "cores");
        results.put(models.get(0).meanTokens(), "mean_tokens");
        for (ModelUnderTest model : models) {
            results.put(model.bundle().id().name(), "models", model.label(), "name");
            results.put(model.bundle().id().digest(), "models", model.label(), "digest");
            results.put(
                    model.bundle().manifest().served().file(), "models", model.label(), "serves");
            results.put(model.rival().id().name(), "models", model.label(), "roofline_of");
        }
    }
}
