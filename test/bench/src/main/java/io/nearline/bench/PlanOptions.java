package io.nearline.bench;

import io.nearline.bench.run.Plan;
import io.nearline.bench.run.Plan.Peers;
import java.util.List;
import picocli.CommandLine.Option;

/** How much is measured. */
final class PlanOptions {
    private static final int FULL_POSTS = 2000;
    private static final int QUICK_POSTS = 600;

    /** Of the eight minutes that a quick run may take, what is left after the start and the end. */
    private static final long QUICK_SECONDS = 460;

    private static final long NO_LIMIT = 24 * 3600;

    @Option(
            names = "--quick",
            description =
                    "Less of everything: ends within 8 minutes on two cores, and says what it had"
                            + " no time for.")
    private boolean quick;

    @Option(
            names = "--peers",
            description =
                    "Measures others on the same posts and model too: a Flink job as it is often"
                            + " written, and LangChain4j.")
    private boolean peers;

    @Option(
            names = "--count",
            description = "Distinct posts a run. Default: 2000; with --quick 600.")
    private Integer count;

    @Option(names = "--rounds", description = "Rounds. Default: 3; with --quick 2.")
    private Integer rounds;

    @Option(
            names = "--warm-up",
            description =
                    "Posts of each contender's first run, which does not count. Default: 500; with"
                            + " --quick 100.")
    private Integer warmUp;

    @Option(
            names = "--loads",
            split = ",",
            defaultValue = "0.25,0.5,0.7,0.9,1.0",
            description =
                    "Shares of the pipeline's rate at which freshness is taken. Default:"
                            + " ${DEFAULT-VALUE}.")
    private List<Double> loads;

    @Option(
            names = "--freshness-seconds",
            description =
                    "How long posts come at each load; 0 for no freshness. Default: 20; with"
                            + " --quick 6.")
    private Integer freshnessSeconds;

    @Option(
            names = "--curves",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether cost is measured as the length of texts, the number of models and the"
                            + " posts in state grow. Default: it is.")
    private boolean curves;

    @Option(
            names = "--state-max",
            description =
                    "Posts in state at the end of that curve, from 10000 on in powers of ten. Ten"
                            + " million take a quarter of an hour and 20 GB of disk. Default:"
                            + " 1000000; with --quick 100000.")
    private Long stateMax;

    Plan plan() {
        return new Plan(
                or(count, QUICK_POSTS, FULL_POSTS),
                or(rounds, 2, 3),
                or(warmUp, 100, 500),
                loads,
                or(freshnessSeconds, 6, 20),
                or(null, 150, 500),
                or(null, 15_000, 50_000),
                curves ? or(null, 3_000, 12_000) : 0,
                stateMax == null ? (quick ? 100_000 : 1_000_000) : stateMax,
                peers ? Peers.WITH : Peers.WITHOUT,
                quick ? QUICK_SECONDS : NO_LIMIT);
    }

    private int or(Integer given, int quickDefault, int fullDefault) {
        if (given != null) {
            return given;
        }
        return quick ? quickDefault : fullDefault;
    }
}
