package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.RequestedEntry;
import io.nearline.testmodels.TinyModel;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tower for queries over a model of three layers, of which the last one learns. */
class EncodersTest {
    private static final List<InputText> TEXTS =
            List.of(
                    InputText.post(new int[] {2, 10, 11, 3}),
                    new InputText(Role.QUERY, new int[] {2, 10, 11, 3}),
                    InputText.post(new int[] {2, 12, 3}),
                    new InputText(Role.QUERY, new int[] {2, 13, 14, 15, 3}));

    @TempDir private static Path folder;

    private BaseModel base;
    private Scope scope;
    private Encoder posts;

    @BeforeEach
    void open() throws Exception {
        Path bundle = folder.resolve("bundle");
        if (!Files.exists(bundle)) {
            Path exported = TinyModel.THREE_LAYERS.writeTo(folder.resolve("three"));
            ModelPackager.pack(PackagingRequest.of(exported, bundle));
        }
        base = BaseModel.open(bundle);
        scope = Scope.open(1);
        posts = base.encoder(scope);
        posts.learn(new LearnedPart(1, Embeddings.FROZEN));
    }

    @AfterEach
    void close() {
        scope.close();
        base.close();
    }

    private Encoders withTower(int layers) {
        return Encoders.of(posts, Map.of(Role.QUERY, new Tower(layers, Optional.empty())));
    }

    @Test
    void aTowerBeginsAsThePostsDo() {
        List<float[]> vectors = withTower(2).vectors(TEXTS);
        assertThat(vectors.get(1)).isEqualTo(vectors.get(0));
    }

    @Test
    void whatATowerLearnsChangesNoVectorOfAPost() {
        Encoders encoders = withTower(2);
        List<float[]> before = encoders.vectors(TEXTS);
        own(encoders).forEach(EncodersTest::change);
        List<float[]> after = encoders.vectors(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            boolean same = Arrays.equals(before.get(i), after.get(i));
            assertThat(same).isEqualTo(TEXTS.get(i).entry() == Role.PASSAGE);
        }
    }

    @Test
    void whatPostsLearnChangesATowerWhereItIsShared() {
        Encoders encoders = withTower(1);
        float[] before = encoders.vectors(TEXTS).get(1);
        posts.parameters().stream()
                .filter(weight -> weight.name().startsWith("2."))
                .forEach(EncodersTest::change);
        assertThat(encoders.vectors(TEXTS).get(1)).isEqualTo(before);
        posts.parameters().stream()
                .filter(weight -> weight.name().startsWith("1."))
                .forEach(EncodersTest::change);
        assertThat(encoders.vectors(TEXTS).get(1)).isNotEqualTo(before);
    }

    private List<Parameter> own(Encoders encoders) {
        return encoders.parameters().stream()
                .filter(weight -> !posts.parameters().contains(weight))
                .toList();
    }

    private static void change(Parameter weight) {
        float[] values = weight.values();
        for (int i = 0; i < values.length; i++) {
            values[i] += i % 2 == 0 ? 0.1f : -0.2f;
        }
        weight.set(values);
    }

    @Test
    void vectorsAreThoseThatTrainingSeesInTheTextsOrder() {
        Encoders encoders = withTower(1);
        own(encoders).forEach(EncodersTest::change);
        float[] together = encoders.embed(scope, TEXTS).toFloats();
        List<float[]> vectors = encoders.vectors(TEXTS);
        int width = encoders.dimensions();
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(vectors.get(i))
                    .isEqualTo(Arrays.copyOfRange(together, i * width, (i + 1) * width));
        }
    }

    @Test
    void whatLearnsInOneOfThemIsNotFrozen() {
        assertThat(withTower(1).frozenLayers()).isEqualTo(2);
        assertThat(withTower(2).frozenLayers()).isEqualTo(1);
        assertThat(withTower(3).frozenLayers()).isZero();
        assertThat(withTower(2).learning())
                .hasSize(posts.learning().size() * 3)
                .startsWith(posts.learning().toArray(Parameter[]::new))
                .doesNotHaveDuplicates();
    }

    @Test
    void aTowerWithoutLayersOfItsOwnIsThatOfThePosts() {
        Encoders encoders = withTower(0);
        assertThat(encoders.entry(Role.QUERY)).isEqualTo(Role.PASSAGE);
        assertThat(encoders.parameters()).isEqualTo(posts.parameters());
    }

    @Test
    void whatGoesBeforeAMemberInTheBaseGoesBeforeOneAfterTraining() throws Exception {
        Path exported = TinyModel.ENCODER.writeTo(folder.resolve("plain"));
        Path bundle = folder.resolve("members");
        RequestedEntry member =
                new RequestedEntry(Role.MEMBER, Optional.of("about "), Optional.empty());
        ModelPackager.pack(
                PackagingRequest.builder(exported, bundle).entries(List.of(member)).build());
        try (BaseModel members = BaseModel.open(bundle)) {
            assertThat(members.entered(members.manifest().asExported()).prefix(Role.MEMBER))
                    .isEqualTo("about ");
        }
    }

    @Test
    void aBaseWithATowerIsRefused() throws Exception {
        Path exported = TinyModel.ENCODER.writeTo(folder.resolve("exported"));
        Files.copy(exported.resolve("model.onnx"), exported.resolve("tower.onnx"));
        Path bundle = folder.resolve("towered");
        RequestedEntry query =
                new RequestedEntry(Role.QUERY, Optional.empty(), Optional.of("tower.onnx"));
        ModelPackager.pack(
                PackagingRequest.builder(exported, bundle)
                        .graph("model.onnx")
                        .entries(List.of(query))
                        .build());
        assertThatThrownBy(() -> BaseModel.open(bundle))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("has a tower of its own for texts of role QUERY");
    }
}
