package io.nearline.sql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleAddressTest {

    @TempDir static Path directory;
    private static Path bundle;

    @BeforeAll
    static void packageModel() throws IOException {
        bundle = TinyBundles.write(TinyModel.BERT, "tiny", directory);
    }

    @Test
    void settlesOnTheDigestOfTheBundleThatIsThere() {
        assertThat(address(bundle.toString(), null).settled(null).digest()).isEqualTo(digest());
    }

    @Test
    void looksAtNoBundleWhereTheDigestIsSet() {
        BundleAddress elsewhere = address("/only/on/task/managers", "a".repeat(64));

        assertThat(elsewhere.settled(null)).isEqualTo(elsewhere);
    }

    @Test
    void readsAPathWhereItLies() {
        assertThat(address(bundle.toString(), digest()).find()).isEqualTo(bundle);
    }

    @Test
    void fetchesWhatHasAScheme() {
        Path fetched = address(bundle.toUri().toString(), digest()).find();

        assertThat(fetched).hasParent(directory.resolve("cache"));
        assertThat(ModelBundle.open(fetched).id().digest()).isEqualTo(digest());
    }

    @Test
    void refusesAnotherBundleUnderTheSamePath() {
        BundleAddress other = address(bundle.toString(), "a".repeat(64));

        assertThatThrownBy(other::find)
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("has digest " + digest() + ", expected aaaa")
                .hasMessageContaining("plan the statement again");
    }

    private static String digest() {
        return ModelBundle.open(bundle).id().digest();
    }

    private static BundleAddress address(String uri, @Nullable String digest) {
        return new BundleAddress(
                uri, digest, directory.resolve("cache").toString(), Long.MAX_VALUE);
    }
}
