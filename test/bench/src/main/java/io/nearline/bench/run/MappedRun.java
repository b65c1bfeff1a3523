package io.nearline.bench.run;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.PostStore;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.Spread;
import io.nearline.bench.worker.BrokerProcess;
import io.nearline.bench.worker.Role;
import io.nearline.bench.worker.WorkFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The job with and without a mapping, beside the roofline, with a broker and a directory of its
 * own.
 *
 * @param posts distinct texts
 * @param bundle model directory
 * @param rounds of all three
 */
public record MappedRun(BenchPosts posts, Path bundle, int rounds) {

    private static final int WARM_UP = 100;
    private static final int TOKEN_BUDGET = 512;

    private static final List<Role> CONTENDERS =
            List.of(Role.ROOFLINE, Role.PIPELINE, Role.PIPELINE_MAPPED);

    /**
     * What was measured.
     *
     * @param postsPerSecond of the roofline, the job, and the job with a mapping
     * @param cpuMillisPerPost of the same
     * @param pipelineToRoofline ratio of posts a second within a round
     * @param mappedToRoofline the same with a mapping
     * @param mappedToPipeline the job with a mapping to the job without
     * @param mappedToPipelineByCpu the same by CPU time: CPU time of a post without a mapping /
     *     with
     */
    public record Figures(
            Map<Role, Spread> postsPerSecond,
            Map<Role, Spread> cpuMillisPerPost,
            Spread pipelineToRoofline,
            Spread mappedToRoofline,
            Spread mappedToPipeline,
            Spread mappedToPipelineByCpu) {

        private static Figures of(Series series) {
            return new Figures(
                    figure(series, Measurement::perSecond),
                    figure(series, Measurement::cpuPerThousand),
                    series.ratio(Role.PIPELINE, Role.ROOFLINE),
                    series.ratio(Role.PIPELINE_MAPPED, Role.ROOFLINE),
                    series.ratio(Role.PIPELINE_MAPPED, Role.PIPELINE),
                    series.cpuRatio(Role.PIPELINE_MAPPED, Role.PIPELINE));
        }

        private static Map<Role, Spread> figure(
                Series series, ToDoubleFunction<Measurement> figure) {
            Map<Role, Spread> figures = new EnumMap<>(Role.class);
            CONTENDERS.forEach(role -> figures.put(role, series.of(role, figure)));
            return figures;
        }

        /** For people at a terminal. */
        public void print(PrintStream out) {
            for (Role role : CONTENDERS) {
                line(out, role.title() + ", posts/s", postsPerSecond.get(role));
                line(out, role.title() + ", CPU ms a post", cpuMillisPerPost.get(role));
            }
            line(out, "pipeline / roofline", pipelineToRoofline);
            line(out, "pipeline mapped / roofline", mappedToRoofline);
            line(out, "pipeline mapped / pipeline", mappedToPipeline);
            line(out, "pipeline mapped / pipeline, by CPU", mappedToPipelineByCpu);
        }

        private static void line(PrintStream out, String what, Spread spread) {
            out.printf(
                    Locale.ROOT,
                    "%-36s %8.2f (%.2f..%.2f)%n",
                    what,
                    spread.median(),
                    spread.min(),
                    spread.max());
        }
    }

    /** Measures. */
    public Figures run(Progress progress) throws IOException {
        ModelUnderTest model =
                ModelUnderTest.open(List.of(bundle), posts.texts(), TOKEN_BUDGET).get(0);
        Path work = Files.createTempDirectory("nearline-bench-mapping-");
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"))) {
            Workers.Files files =
                    new Workers.Files(work.resolve("posts"), work.resolve("repeats"), work);
            PostStore.write(files.posts(), posts);
            PostStore.write(files.repeats(), posts);
            int cores = Runtime.getRuntime().availableProcessors();
            try (Workers workers = new Workers(files, broker, cores, Map.of())) {
                return Figures.of(measured(workers, model, progress));
            }
        } finally {
            WorkFiles.delete(work);
        }
    }

    private Series measured(Workers workers, ModelUnderTest model, Progress progress)
            throws IOException {
        for (Role role : CONTENDERS) {
            progress.say("warm-up: %s", role.title());
            workers.measure(model, role, Requests.posts(WARM_UP));
        }
        Series series = new Series();
        for (int round = 0; round < rounds; round++) {
            progress.say("round %d of %d", round + 1, rounds);
            for (Role role : CONTENDERS) {
                series.add(role, workers.measure(model, role, Requests.posts(posts.size())));
            }
        }
        return series;
    }
}
