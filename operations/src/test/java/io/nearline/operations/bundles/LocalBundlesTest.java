package io.nearline.operations.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operators.bundles.BundleStore;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How bundles are found on this machine. */
class LocalBundlesTest {

    @TempDir private Path directory;
    private Path bundle;
    private ModelId id;

    @BeforeEach
    void packageModel() throws IOException {
        bundle = TinyBundles.write(TinyModel.BERT, "tiny", directory);
        id = ModelBundle.open(bundle).id();
    }

    @Test
    void theBundleWithTheRightDigestIsFound() throws IOException {
        Path other = TinyBundles.write(TinyModel.POOLED, "other", directory);

        assertThat(bundles(Map.of(), List.of(other, bundle)).directory(id, Optional.empty()))
                .isEqualTo(bundle);
        assertThat(bundles(Map.of("tiny", bundle), List.of()).directory(id, Optional.empty()))
                .isEqualTo(bundle);
    }

    @Test
    void aBundleIsFetchedFromWhereItWasStaged() {
        Path fetched =
                bundles(Map.of(), List.of()).directory(id, Optional.of(bundle.toUri().toString()));

        assertThat(ModelBundle.open(fetched).id()).isEqualTo(id);
    }

    @Test
    void aGivenBundleWithAnotherDigestIsRefused() throws IOException {
        Path other = TinyBundles.write(TinyModel.POOLED, "other", directory);

        assertThatThrownBy(
                        () ->
                                bundles(Map.of("tiny", other), List.of())
                                        .directory(id, Optional.empty()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(id.digest());
    }

    @Test
    void aBundleThatIsNowhereIsToldWithTheOptionThatHelps() {
        assertThatThrownBy(() -> bundles(Map.of(), List.of()).directory(id, Optional.empty()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("--bundle tiny=");
    }

    @Test
    void aBundleIsFoundByItsNameOrItsDirectory() throws IOException {
        InstalledBundles installed = new InstalledBundles(bundle.getParent());

        assertThat(installed.find(bundle.getFileName().toString())).isEqualTo(bundle);
        assertThat(installed.find(bundle.toString())).isEqualTo(bundle);
    }

    @Test
    void aBundleThatIsNotInstalledIsToldWithThoseThatAre() {
        InstalledBundles installed = new InstalledBundles(bundle.getParent());

        assertThatThrownBy(() -> installed.find("nobody"))
                .hasMessageContainingAll("nobody", bundle.getFileName().toString());
    }

    private LocalBundles bundles(Map<String, Path> given, List<Path> installed) {
        return new LocalBundles(given, installed, new BundleStore(directory.resolve("cache")));
    }
}
