package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bundle whose queries go through a tower of their own, and whose members have a prompt. */
class EntryPointsTest {
    private static final EngineOptions POSTS = EngineOptions.forCpus(1);
    private static final EngineOptions QUERIES = POSTS.withEntry(Role.QUERY);
    private static final EngineOptions MEMBERS = POSTS.withEntry(Role.MEMBER);
    private static final String TEXT = "a storm and a late train";
    private static final String PROMPT = "the cat, ";

    @TempDir private Path folder;
    private Path source;
    private Path tower;

    @BeforeEach
    void putATowerBesideTheGraph() throws IOException {
        source = TinyModel.ENCODER.writeTo(folder.resolve("source"));
        tower = TinyModel.THREE_LAYERS.writeTo(folder.resolve("tower"));
        Files.copy(tower.resolve(ModelBundle.GRAPH), source.resolve("tower.onnx"));
    }

    @ParameterizedTest
    @EnumSource
    void queriesGoThroughTheTowerAndPostsDoNot(GraphForm form) throws IOException {
        Path bundle = pack(request("both").graphForm(form).entries(List.of(query(), member())));
        Path posts = pack(request("posts"));
        Path queries = pack(PackagingRequest.builder(tower, folder.resolve("bundle-tower")));

        assertThat(vector(bundle, POSTS, EmbeddableText.passage(TEXT)))
                .satisfies(one -> isClose(one, vector(posts, POSTS, passage())));
        assertThat(vector(bundle, QUERIES, EmbeddableText.query(TEXT)))
                .satisfies(one -> isClose(one, vector(queries, POSTS, passage())));
    }

    @Test
    void membersGoThroughTheGraphOfThePostsBehindTheirPrompt() throws IOException {
        Path bundle = pack(request("members").entries(List.of(query(), member())));

        float[] expected = vector(bundle, POSTS, EmbeddableText.passage(PROMPT + TEXT));

        isClose(vector(bundle, MEMBERS, EmbeddableText.member(TEXT)), expected);
        assertThat(Cosine.between(expected, vector(bundle, POSTS, passage()))).isLessThan(0.9999);
    }

    @Test
    void anEngineOfPostsTakesNoTextThatBelongsInTheTower() throws IOException {
        Path bundle = pack(request("strict").entries(List.of(query())));

        try (Embedder posts = Embedders.open(bundle, POSTS)) {
            assertThat(posts.embed(EmbeddableText.query(TEXT)))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnembeddableTextException.class)
                    .withMessageContaining("open it for that role")
                    .withMessageNotContaining("storm");
        }
    }

    @Test
    void vectorsOfBothNameTheSameModel() throws IOException {
        Path bundle = pack(request("same").entries(List.of(query())));

        try (Embedder posts = Embedders.open(bundle, POSTS);
                Embedder queries = Embedders.open(bundle, QUERIES)) {
            assertThat(queries.model()).isEqualTo(posts.model());
            assertThat(posts.model().digest())
                    .isNotEqualTo(ModelBundle.open(pack(request("same-name"))).id().digest());
        }
    }

    @Test
    void goldenVectorsCoverTheTower() throws IOException {
        Path bundle = pack(request("golden").entries(List.of(query(), member())));
        Files.copy(
                source.resolve(ModelBundle.GRAPH),
                bundle.resolve("query.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        Path file = bundle.resolve(ModelBundle.MANIFEST);
        ModelManifest manifest = ModelBundle.readManifest(file);
        Map<String, String> files = new TreeMap<>(manifest.files());
        files.put("query.onnx", Digests.sha256(bundle.resolve("query.onnx")));
        ModelBundle.writeManifest(file, manifest.withFiles(files));

        assertThatThrownBy(() -> Embedders.open(bundle, QUERIES))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden vector 0 is missed");
        Embedders.open(bundle, POSTS).close();
    }

    @Test
    void theTowerGivesFurtherOutputsToo() throws IOException {
        Path bundle =
                pack(
                        request("outputs")
                                .outputs(List.of(RequestedOutput.parse("short=4")))
                                .entries(List.of(query())));

        try (Embedder queries = Embedders.openOutput(bundle, QUERIES, "short")) {
            assertThat(queries.embed(EmbeddableText.query(TEXT)).join().vector()).hasSize(4);
        }
    }

    @Test
    void aBundlePackagedAgainKeepsItsEntryPoints() throws IOException {
        Path bundle = pack(request("once").entries(List.of(query(), member())));

        Path again = pack(PackagingRequest.builder(bundle, folder.resolve("again")));

        assertThat(manifest(again).entryPoints()).isEqualTo(manifest(bundle).entryPoints());
        isClose(
                vector(again, QUERIES, EmbeddableText.query(TEXT)),
                vector(bundle, QUERIES, EmbeddableText.query(TEXT)));
    }

    @Test
    void refusesATowerThatIsNotThere() {
        var absent = new RequestedEntry(Role.QUERY, Optional.empty(), Optional.of("absent.onnx"));

        assertThatThrownBy(() -> pack(request("absent").entries(List.of(absent))))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("absent.onnx does not exist");
    }

    private static RequestedEntry query() {
        return new RequestedEntry(Role.QUERY, Optional.empty(), Optional.of("tower.onnx"));
    }

    private static RequestedEntry member() {
        return new RequestedEntry(Role.MEMBER, Optional.of(PROMPT), Optional.empty());
    }

    private PackagingRequest.Builder request(String name) {
        return PackagingRequest.builder(source, folder.resolve("bundle-" + name))
                .graph(ModelBundle.GRAPH);
    }

    private static Path pack(PackagingRequest.Builder request) throws IOException {
        return ModelPackager.pack(request.build()).bundle().directory();
    }

    private static ModelManifest manifest(Path bundle) {
        return ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
    }

    private static EmbeddableText passage() {
        return EmbeddableText.passage(TEXT);
    }

    private static float[] vector(Path bundle, EngineOptions options, EmbeddableText text) {
        try (Embedder embedder = Embedders.open(bundle, options)) {
            Embedding embedding = embedder.embed(text).join();
            return embedding.vector();
        }
    }

    private static void isClose(float[] found, float[] expected) {
        assertThat(Cosine.between(found, expected)).isGreaterThan(0.99999);
    }
}
