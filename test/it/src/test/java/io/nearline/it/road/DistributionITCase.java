package io.nearline.it.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.it.model.TinyBundle;
import io.nearline.it.topic.TopicCopy;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.topics.cluster.TopicPlan;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The archive that users unpack runs where it is, with a Java alone. */
class DistributionITCase {

    /** Flink keeps its RPC in a jar within a jar. */
    private static final String UNPACKED_BY_FLINK = "/flink-rpc-akka";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path work = WorkDirectory.fresh(DistributionITCase.class);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void runsDemoStreamAndBackfillWithNothingOfTheCheckout() throws Exception {
        UnpackedDistribution nearline = UnpackedDistribution.in(work);
        assertShowsTheDemo(nearline);
        assertLoadsNothingFromElsewhere(nearline);
        assertStartsFasterOnceWarmedUp(nearline);
        TinyBundle model = TinyBundle.named("tiny", work);
        try (BrokerProcess broker =
                BrokerProcess.start(work.resolve("broker"), work.resolve("logs"))) {
            String brokers = "--brokers=" + broker.bootstrapServers();
            assertThat(nearline.run("topics", "create", "--partitions=1", brokers).exitCode())
                    .isZero();
            assertStreams(nearline, model, broker);
            assertBackfills(nearline, model, broker);
        }
    }

    private static void assertShowsTheDemo(UnpackedDistribution nearline) throws Exception {
        Script.Result demo = nearline.run("demo", "--once");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("\"posts\":359");
        assertThat(nearline.resolve("completions/nearline"))
                .content()
                .contains("complete -F", "backfill");
        assertThat(nearline.resolve("job/nearline-job.jar")).isRegularFile();
        assertThat(nearline.resolve("sql/nearline-sql.jar")).isRegularFile();
    }

    private void assertLoadsNothingFromElsewhere(UnpackedDistribution nearline) throws Exception {
        assertThat(nearline.loadedFromFiles())
                .isNotEmpty()
                .allMatch(
                        line ->
                                line.contains("a%20path%20with%20spaces")
                                        || line.contains(UNPACKED_BY_FLINK));
    }

    private static void assertStartsFasterOnceWarmedUp(UnpackedDistribution nearline)
            throws Exception {
        Script.Result warmUp = nearline.run("warm-up");
        assertThat(warmUp.exitCode()).as(warmUp.err()).isZero();
        assertThat(nearline.resolve("nearline.jsa")).isRegularFile();

        Script.Result version = nearline.run("--version");

        assertThat(version.out()).startsWith("nearline ");
        // In a path with spaces Java 17 leaves the classes of jars out.
        assertThat(nearline.mapped()).anyMatch(line -> line.startsWith("java.io.PrintWriter "));
    }

    private void assertStreams(
            UnpackedDistribution nearline, TinyBundle model, BrokerProcess broker)
            throws Exception {
        String brokers = "--brokers=" + broker.bootstrapServers();
        Path err = work.resolve("stream.err");
        Process stream =
                nearline.start(
                        work.resolve("stream.out"),
                        err,
                        "stream",
                        "--model=" + Path.of(URI.create(model.uri())),
                        brokers);
        try (TopicCopy<IndexUpdate> updates =
                new TopicCopy<>(
                        broker.bootstrapServers(), TopicPlan.INDEX_UPDATES, IndexUpdate.class)) {
            assertThat(nearline.run("post", "--id=p1", "--text=Hello", brokers).exitCode())
                    .isZero();
            Awaitility.await("the post's vector")
                    .atMost(PATIENCE)
                    .until(
                            () -> {
                                assertThat(stream.isAlive()).as(Files.readString(err)).isTrue();
                                return !updates.catchUp().isEmpty();
                            });
        } finally {
            stream.destroy();
        }
        assertThat(stream.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
    }

    private void assertBackfills(
            UnpackedDistribution nearline, TinyBundle model, BrokerProcess broker)
            throws Exception {
        Path history =
                Artifacts.source(
                        "pipeline/src/test/resources/io/nearline/pipeline/source/files/written/"
                                + "duckdb-zstd.parquet");
        Script.Result backfill =
                nearline.run(
                        "backfill",
                        "submit",
                        "--model=" + Path.of(URI.create(model.uri())),
                        "--files=" + history,
                        "--as-of=2026-03-02T00:00:00Z",
                        "--no-guard",
                        // The history is older than posts are remembered by default.
                        "-Dnearline.state.admit-ttl=36500d",
                        "--brokers=" + broker.bootstrapServers());

        assertThat(backfill.exitCode()).as(backfill.err()).isZero();
        try (TopicCopy<IndexUpdate> vectors =
                new TopicCopy<>(
                        broker.bootstrapServers(), TopicPlan.BACKFILL_UPDATES, IndexUpdate.class)) {
            assertThat(vectors.catchUp())
                    .extracting(IndexUpdate::getPostId)
                    .containsExactlyInAnyOrder("d1", "d2");
        }
    }
}
