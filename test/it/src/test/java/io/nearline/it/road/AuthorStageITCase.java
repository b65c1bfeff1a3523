package io.nearline.it.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.it.model.TinyBundle;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.topics.cluster.TopicPlan;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A trained bundle is staged by the script, whose training part knows no broker. */
class AuthorStageITCase {
    private final Path directory = WorkDirectory.fresh(AuthorStageITCase.class);
    private final Path logs = directory.resolve("logs");

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void asksTheJobToServeABundleThatExportMade() throws Exception {
        Path bundle = Path.of(URI.create(TinyBundle.named("trained", directory).uri()));
        Files.writeString(bundle.resolve("model-card.json"), "{}");
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), logs)) {
            broker.createTopic(TopicPlan.INDEX_CONTROL, 1);
            Script.Result staged =
                    new Script(logs)
                            .run(
                                    "author",
                                    "stage",
                                    bundle.toString(),
                                    "--timeout=0",
                                    "--brokers=" + broker.bootstrapServers());
            assertThat(staged.exitCode()).as(staged.err()).isZero();
            assertThat(staged.out()).contains("trained is STAGED");
        }
    }

    @Test
    void refusesADirectoryThatExportDidNotMake() throws Exception {
        Path run = Files.createDirectories(directory.resolve("run"));
        Script.Result refused =
                new Script(logs).run("author", "stage", "--timeout=0", run.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains(run + " has no model-card.json, so it is no bundle of 'author export'");
    }
}
