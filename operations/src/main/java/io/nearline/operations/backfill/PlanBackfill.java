package io.nearline.operations.backfill;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.plan.BackfillPlan;
import io.nearline.operations.backfill.plan.BackfillPlanner;
import io.nearline.operations.backfill.plan.InputSampler;
import io.nearline.operations.backfill.plan.RecordSample;
import io.nearline.operations.backfill.range.FixedInput;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.pipeline.config.BackfillConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Says what a backfill would take, and starts nothing. */
public final class PlanBackfill {

    private final Clock clock;
    private final RandomGenerator random;
    private final int cpus;

    /**
     * @param random chooses the records that are looked at
     * @param cpus processors of this machine
     */
    public PlanBackfill(Clock clock, RandomGenerator random, int cpus) {
        this.clock = clock;
        this.random = random;
        this.cpus = cpus;
    }

    /**
     * What is asked.
     *
     * @param model the model to embed with, on this machine
     * @param work what would be embedded, and how fast
     * @param range which part of the topic of posts; ignored for files
     * @param sample records to read for the estimates
     * @param postsPerSecond speed of all cores together; empty to measure it here
     * @param trial how long to measure
     */
    public record Request(
            ModelBundle model,
            BackfillWork work,
            RangeRequest range,
            int sample,
            OptionalDouble postsPerSecond,
            Duration trial) {

        public Request {
            if (sample < 1) {
                throw new RefusedException(
                        "a sample of %d records says nothing; ask for 1 or more".formatted(sample));
            }
        }
    }

    /**
     * The plan.
     *
     * @return empty if there is nothing to read
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.topics.cluster.ClusterException if the brokers do not answer
     * @throws io.nearline.operations.RefusedException if the schema registry does not answer
     */
    public Optional<BackfillPlan> plan(Request request) throws IOException, InterruptedException {
        JobSettings settings = request.work().settings();
        Optional<FixedInput> input = FixedInput.resolve(settings, request.range(), clock);
        if (input.isEmpty()) {
            return Optional.empty();
        }
        JobKeys job = JobKeys.over(settings).id("plan");
        input.get().addTo(job);
        BackfillConfig config = job.settings().asBackfill();
        RecordSample records = new InputSampler(random).sample(config, request.sample());
        return Optional.of(
                new BackfillPlanner(config, request.model(), cpus)
                        .plan(records, question(request, settings), JobTopics.of(settings).live()));
    }

    private static BackfillPlanner.Question question(Request request, JobSettings settings) {
        return new BackfillPlanner.Question(
                settings.parallelism(),
                request.postsPerSecond(),
                request.trial(),
                settings.mergesPerSecond());
    }
}
