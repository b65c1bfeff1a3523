package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.testcluster.Artifacts;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A backfill on a Flink cluster, driven by the command line and watched by its reports. */
final class CommandLineBackfill {

    private static final String ID = "night";

    private final NearlineCli nearline;
    private final ControlTopic control;
    private final String submissions;

    /**
     * @param control where it reports to
     * @param submissions the directory in which the command line remembers what it submitted
     */
    CommandLineBackfill(NearlineCli nearline, ControlTopic control, Path submissions) {
        this.nearline = nearline;
        this.control = control;
        this.submissions = "--directory=" + submissions;
    }

    /** Submits it to the cluster at {@code rest}, at no more than that many records per second. */
    void submit(URI model, URI rest, int parallelism, int rate) {
        nearline.run(
                List.of(
                        "backfill",
                        "submit",
                        "--id=" + ID,
                        "--model=" + Path.of(model),
                        "--target=flink",
                        "--rest=" + rest,
                        "--jar=" + Artifacts.jobJar(),
                        "--parallelism=" + parallelism,
                        "--rate=" + rate,
                        "--freshness-bound=1min",
                        // The posts would be embedded before the command has seen enough.
                        "--follow=0",
                        "-Dexecution.checkpointing.interval=500ms",
                        "-Dnearline.backfill.report-interval=200ms",
                        submissions));
    }

    /** What {@code status} says. */
    JsonNode status() {
        List<String> printed = nearline.run(List.of("backfill", "status", ID, "--json"));
        try {
            return new ObjectMapper().readTree(printed.get(0));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("status printed " + printed, e);
        }
    }

    /** Pauses it and returns its savepoint. */
    Path pause() {
        nearline.run(List.of("backfill", "pause", ID));
        BackfillReport paused = report().orElseThrow();
        assertThat(paused.getState()).isEqualTo(BackfillState.PAUSED);
        return Path.of(URI.create(paused.getSavepoint()));
    }

    void resume() {
        nearline.run(
                List.of(
                        "backfill",
                        "resume",
                        ID,
                        "--jar=" + Artifacts.jobJar(),
                        "--follow=0",
                        submissions));
    }

    /** Its newest report; empty before the first. */
    Optional<BackfillReport> report() {
        return control.read().backfill(ID);
    }

    /** Flink's id of the job that reported last. */
    String job() {
        return report().orElseThrow().getJobId();
    }

    long embedded() {
        return report().map(BackfillReport::getEmbedded).orElse(0L);
    }

    /** Whether it has surveyed the past and gone on to embed it. */
    boolean isEmbedding() {
        return embedded() > 0 && report().orElseThrow().getExpected() != null;
    }

    boolean isFinished() {
        return report().filter(report -> report.getState() == BackfillState.FINISHED).isPresent();
    }
}
