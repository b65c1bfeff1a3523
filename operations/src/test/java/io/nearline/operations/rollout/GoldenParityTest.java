package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.operators.rollout.BundleStore;
import io.nearline.schemas.ModelState;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles on this machine: how they are found, and whether they compute what they should. */
class GoldenParityTest {

    @TempDir private Path directory;
    private Path bundle;
    private ModelId id;

    @BeforeEach
    void packageModel() throws IOException {
        bundle = TinyBundles.write(TinyModel.BERT, "tiny", directory);
        id = ModelBundle.open(bundle).id();
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

    @Test
    void theBundleWithTheRightDigestIsFound() throws IOException {
        Path other = TinyBundles.write(TinyModel.POOLED, "other", directory);

        assertThat(bundles(Map.of(), List.of(other, bundle)).directory(model(null)))
                .isEqualTo(bundle);
        assertThat(bundles(Map.of("tiny", bundle), List.of()).directory(model(null)))
                .isEqualTo(bundle);
    }

    @Test
    void aBundleIsFetchedFromWhereItWasStaged() {
        Path fetched = bundles(Map.of(), List.of()).directory(model(bundle.toUri().toString()));

        assertThat(ModelBundle.open(fetched).id()).isEqualTo(id);
    }

    @Test
    void aGivenBundleWithAnotherDigestIsRefused() throws IOException {
        Path other = TinyBundles.write(TinyModel.POOLED, "other", directory);

        assertThatThrownBy(() -> bundles(Map.of("tiny", other), List.of()).directory(model(null)))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(id.digest());
    }

    @Test
    void aBundleThatIsNowhereIsToldWithTheOptionThatHelps() {
        assertThatThrownBy(() -> bundles(Map.of(), List.of()).directory(model(null)))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("--bundle tiny=");
    }

    private KnownModel model(String uri) {
        return new KnownModel(id, uri, ModelState.CANDIDATE, null);
    }

    private LocalBundles bundles(Map<String, Path> given, List<Path> installed) {
        return new LocalBundles(given, installed, new BundleStore(directory.resolve("cache")));
    }
}
