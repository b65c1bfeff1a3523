package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models that the build takes from their published artifacts, packaged as a user would. */
class RealModelPackagingTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"all-minilm-l6-v2, FP32", "all-minilm-l6-v2-int8, INT8"})
    void packagesThePublishedModel(String name, Precision precision) throws IOException {
        Path source = Path.of("target/bundles").resolve(name);

        ModelManifest manifest =
                ModelPackager.pack(PackagingRequest.of(source, folder.resolve(name)))
                        .bundle()
                        .manifest();

        assertThat(manifest.name()).isEqualTo(name);
        assertThat(manifest.precision()).isEqualTo(precision);
        assertThat(manifest.dimensions()).isEqualTo(384);
        assertThat(manifest.maxTokens()).isEqualTo(256);
        assertThat(manifest.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(manifest.normalise()).isTrue();
        assertThat(manifest.inputs().segments()).contains("token_type_ids");
        assertThat(manifest.output()).isEqualTo("last_hidden_state");
    }
}
