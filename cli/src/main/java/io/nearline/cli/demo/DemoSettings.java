package io.nearline.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the demo runs with.
 *
 * @param inputs what is fed, one after the other
 * @param models directories of the model bundles that serve
 * @param port port of the broker; empty for any free one
 * @param searchPort port of the query service and its page, 0 for any free one; empty for none
 * @param backfillModel directory of the bundle that the past is embedded with, while the second
 *     half of the input arrives; empty for no backfill
 * @param labelled pairs of sentences with people's scores, by which that bundle is checked and
 *     promoted once the past is embedded; empty for no promotion
 * @param postsPerSecond rate of feeding; infinite for as fast as the broker takes them. With a
 *     backfill, the rate of the second half, and infinite for as fast as the job gets done
 * @param stallTimeout how long nothing may happen while something is awaited
 * @param checkpointInterval time between checkpoints of the job
 * @param jobOptions further options of Flink and of the job, which win over the demo's own
 */
public record DemoSettings(
        List<PostInput> inputs,
        List<Path> models,
        Optional<Path> backfillModel,
        Optional<Path> labelled,
        OptionalInt port,
        OptionalInt searchPort,
        double postsPerSecond,
        Duration stallTimeout,
        Duration checkpointInterval,
        Map<String, String> jobOptions) {

    /** Without the options of the job, which may hold passwords. */
    @Override
    public String toString() {
        return "DemoSettings[%s, %s posts a second, %d options]"
                .formatted(models, postsPerSecond, jobOptions.size());
    }

    /** Copies the collections. */
    public DemoSettings {
        inputs = List.copyOf(inputs);
        models = List.copyOf(models);
        jobOptions = Map.copyOf(jobOptions);
    }
}
