package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether bundles on this machine compute what they should. */
class GoldenParityTest {

    @TempDir private Path directory;
    private Path bundle;

    @BeforeEach
    void packageModel() throws IOException {
        bundle = TinyBundles.write(TinyModel.BERT, "tiny", directory);
    }

    @Test
    void aBundleThatComputesItsGoldenVectorsPasses() {
        CheckResult result = GoldenParity.judge(bundle);

        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.figure()).isCloseTo(1, within(1e-5));
    }

    @Test
    void oneFlippedByteFailsTheGate() throws IOException {
        byte[] graph = Files.readAllBytes(bundle.resolve(ModelBundle.GRAPH));
        graph[graph.length / 2] ^= 1;
        Files.write(bundle.resolve(ModelBundle.GRAPH), graph);

        CheckResult result = GoldenParity.judge(bundle);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.detail()).contains(ModelBundle.GRAPH, "SHA-256");
    }
}
