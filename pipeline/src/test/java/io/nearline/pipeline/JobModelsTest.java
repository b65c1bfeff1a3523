package io.nearline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operators.model.ModelRef;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobModelsTest {

    @TempDir private Path directory;
    private Path bundle;
    private Path cache;
    private JobModels models;
    private ModelRef model;

    @BeforeEach
    void publishABundle() throws IOException {
        bundle = TinyBundles.write(TinyModel.BERT, "tiny", directory);
        cache = directory.resolve("cache");
        ModelId id = ModelBundle.open(bundle).id();
        model = new ModelRef(id.name(), id.digest(), bundle.toUri().toString());
        Configuration settings = new Configuration();
        settings.set(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9092");
        settings.set(ModelOptions.DIRECTORY, directory.toString());
        settings.set(ModelOptions.SERVED, List.of("another"));
        settings.set(ModelOptions.CACHE, cache.toString());
        models = new JobModels(List.of(), JobConfig.from(settings).models());
    }

    @Test
    void opensAModelThatIsOpenWithoutReadingItsFilesAgain() throws IOException {
        try (Embedder staged = models.open(model)) {
            FileUtils.deleteDirectory(bundle.toFile());
            FileUtils.deleteDirectory(cache.toFile());

            try (Embedder again = models.open(model)) {
                assertThat(again.model()).isEqualTo(staged.model());
            }
        }
    }

    @Test
    void readsTheFilesOfAModelThatNobodyHoldsAnyMore() throws IOException {
        models.open(model).close();
        FileUtils.deleteDirectory(bundle.toFile());
        FileUtils.deleteDirectory(cache.toFile());

        assertThatThrownBy(() -> models.open(model)).isInstanceOf(EmbeddingException.class);
    }
}
