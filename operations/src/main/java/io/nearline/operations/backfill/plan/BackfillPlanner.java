package io.nearline.operations.backfill.plan;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.operations.backfill.live.LiveTraffic;
import io.nearline.operations.backfill.plan.BackfillPlan.Certainty;
import io.nearline.operations.backfill.plan.BackfillPlan.Disk;
import io.nearline.operations.backfill.plan.BackfillPlan.Live;
import io.nearline.operations.backfill.plan.BackfillPlan.Posts;
import io.nearline.operations.backfill.plan.BackfillPlan.Speed;
import io.nearline.operations.backfill.plan.BackfillPlan.SpeedOrigin;
import io.nearline.operations.backfill.plan.BackfillPlan.Texts;
import io.nearline.operators.assemble.PostText;
import io.nearline.pipeline.config.BackfillConfig;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Makes plans from samples. */
public final class BackfillPlanner {

    /** Key, column family and one number in RocksDB, beside the id itself. */
    private static final int BACKFILL_STATE_OVERHEAD = 64;

    /** Name, hash, times and counts that the live job keeps beside a vector and a post's id. */
    private static final int LIVE_STATE_OVERHEAD = 160;

    private static final int TRIAL_TEXTS = 256;

    private final BackfillConfig config;
    private final ModelBundle model;
    private final EngineOptions engine;

    /**
     * @param config what the backfill would be told
     * @param model the model, on this machine
     * @param cpus processors of this machine
     */
    public BackfillPlanner(BackfillConfig config, ModelBundle model, int cpus) {
        this.config = config;
        this.model = model;
        this.engine = config.model().engine().optionsFor(model.manifest().batchInvariance(), cpus);
    }

    /**
     * What is asked of a plan.
     *
     * @param parallelism cores that embed
     * @param postsPerSecond speed of all cores together; empty to measure it here
     * @param trial how long to measure
     * @param mergesPerSecondCap cap that the live job has on merging
     */
    public record Question(
            int parallelism,
            OptionalDouble postsPerSecond,
            Duration trial,
            double mergesPerSecondCap) {}

    /**
     * The plan.
     *
     * @throws io.nearline.embedding.ModelRejectedException if the speed is to be measured and the
     *     model may not serve here
     * @throws io.nearline.operations.RefusedException if a service that is needed to read the posts
     *     does not answer
     */
    public BackfillPlan plan(RecordSample sample, Question question, LiveTraffic traffic)
            throws InterruptedException {
        SampledPosts sampled =
                SampledPosts.of(
                        sample,
                        config.subset(),
                        config.embedding().recipe(),
                        config.embedding().postFormat());
        Posts posts = posts(sample, sampled);
        TextFigures figures = figures(sampled.texts());
        Speed speed = speed(question, posts, figures, sampled.texts());
        return new BackfillPlan(
                config.input().description(),
                config.subset().description(),
                config.asOf(),
                model.id().name(),
                model.id().digest(),
                posts,
                new Texts(
                        Math.round(posts.toEmbed() * figures.tokensPerPost()),
                        figures.tokensPerPost(),
                        figures.truncatedShare(),
                        figures.paddingShare()),
                speed,
                disk(posts, sampled.texts()),
                live(question.mergesPerSecondCap(), posts.toEmbed(), speed.hours(), traffic));
    }

    private static Posts posts(RecordSample sample, SampledPosts sampled) {
        return new Posts(
                sample.population(),
                sample.records().size(),
                sample.isWhole() ? Certainty.COUNTED : Certainty.ESTIMATED,
                sampled.distinct(),
                sampled.toEmbed(),
                sampled.unreadable(),
                sampled.firstProblem());
    }

    private TextFigures figures(List<PostText> texts) {
        try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
            int waiting = Math.max(1, config.embedding().capacity() / engine.workers());
            return TextFigures.of(texts, tokenizer, engine.batchPolicy(), waiting);
        }
    }

    private Speed speed(Question question, Posts posts, TextFigures figures, List<PostText> texts) {
        double postsPerSecond =
                question.postsPerSecond().orElseGet(() -> measured(question, figures, texts));
        double cap = config.pace().recordsPerSecond();
        double seconds =
                Math.max(
                        postsPerSecond == 0 ? 0 : posts.toEmbed() / postsPerSecond,
                        posts.records() / cap);
        return new Speed(
                question.parallelism(),
                postsPerSecond,
                question.postsPerSecond().isPresent()
                        ? SpeedOrigin.GIVEN
                        : SpeedOrigin.MEASURED_HERE,
                Double.isInfinite(cap) ? OptionalDouble.empty() : OptionalDouble.of(cap),
                seconds / Duration.ofHours(1).toSeconds());
    }

    private double measured(Question question, TextFigures figures, List<PostText> texts) {
        if (texts.isEmpty()) {
            return 0;
        }
        List<PostText> some = texts.subList(0, Math.min(texts.size(), TRIAL_TEXTS));
        double perCore =
                new SpeedTrial(model.directory(), engine, question.trial()).tokensPerSecond(some);
        return perCore * question.parallelism() / figures.tokensPerPost();
    }

    private Disk disk(Posts posts, List<PostText> texts) {
        double idBytes =
                texts.stream()
                        .mapToInt(text -> text.version().postId().length())
                        .average()
                        .orElse(0);
        double vectorBytes = (double) model.manifest().dimensions() * Float.BYTES;
        double updateBytes =
                OutputSize.bytesPerPost(
                        texts,
                        model,
                        config.embedding().encoding(),
                        config.embedding().recipe().outputs());
        return new Disk(
                Math.round(posts.toEmbed() * updateBytes),
                Math.round(posts.distinct() * (idBytes + BACKFILL_STATE_OVERHEAD)),
                Math.round(posts.toEmbed() * (idBytes + vectorBytes + LIVE_STATE_OVERHEAD)));
    }

    private static Live live(double cap, long vectors, double hours, LiveTraffic traffic) {
        double seconds = hours * Duration.ofHours(1).toSeconds();
        double made = seconds == 0 ? 0 : vectors / seconds;
        double merged = Math.min(made, cap);
        double published = merged + traffic.updatesPerSecond();
        long lag = Math.max(0, Math.round(vectors - merged * seconds));
        return new Live(
                traffic.updatesPerSecond(),
                traffic.freshnessP99Millis(),
                merged,
                cap,
                published == 0 ? 0 : merged / published,
                lag,
                lag / cap);
    }
}
