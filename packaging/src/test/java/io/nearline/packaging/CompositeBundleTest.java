package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.NamedVector;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bundle with further outputs serves them in the pass of its vector. */
class CompositeBundleTest {
    private static final int WIDTH = TinyModel.DIMENSIONS;
    private static final int SIZE = 10;
    private static final EngineOptions ONE = EngineOptions.forCpus(1);
    private static final List<String> ALL = List.of("short", "story", "first");
    private static final List<String> TEXTS =
            List.of("the storm", "a cat and a dog", "rain", "goal of the day in the city at night");

    @TempDir private Path folder;
    private Path source;

    @BeforeEach
    void addAHead() throws Exception {
        source = TinyModel.ENCODER.writeTo(folder.resolve("source"));
        Random random = new Random(4);
        float[] matrix = new float[WIDTH * SIZE];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextGaussian();
        }
        ModelBundle plain =
                ModelPackager.pack(PackagingRequest.of(source, folder.resolve("plain"))).bundle();
        Path graph = source.resolve(ModelBundle.GRAPH);
        EncoderWeights.read(graph, plain.manifest()).writeProjected(Map.of(), matrix, graph);
    }

    @ParameterizedTest
    @EnumSource
    void givesWhatABundleOfThatOutputAloneGives(GraphForm form) throws IOException {
        Path composite = pack(composite("composite").graphForm(form));
        Path story = pack(request("story").output(EncoderWeights.PROJECTED).graphForm(form));
        Path first = pack(request("first").pooling(Pooling.CLS).graphForm(form));
        Path main = pack(request("main").pooling(Pooling.MEAN).graphForm(form));

        try (Embedder all = Embedders.open(composite, ONE.withOutputs(ALL));
                Embedder ofStory = Embedders.open(story, ONE);
                Embedder ofFirst = Embedders.open(first, ONE);
                Embedder ofMain = Embedders.open(main, ONE)) {
            assertThat(all.outputs())
                    .containsExactly(
                            Map.entry("short", 4),
                            Map.entry("story", SIZE),
                            Map.entry("first", WIDTH));
            for (String text : TEXTS) {
                Embedding embedding = embed(all, text);
                assertClose(embedding.vector(), embed(ofMain, text).vector());
                assertClose(
                        output(embedding, "short"), Arrays.copyOf(embed(ofMain, text).vector(), 4));
                assertClose(output(embedding, "story"), embed(ofStory, text).vector());
                assertClose(output(embedding, "first"), embed(ofFirst, text).vector());
                assertThat(embedding.outputs())
                        .allSatisfy(
                                one ->
                                        assertThat(UnitLength.lengthOf(one.vector()))
                                                .isCloseTo(1, Offset.offset(1e-5)));
            }
        }
    }

    @Test
    void textsOfOneCallGetTheirOwn() throws IOException {
        Path bundle = pack(composite("batched"));
        EngineOptions batched =
                ONE.withOutputs(ALL).withBatchPolicy(BatchPolicy.similarLengths(1000));

        try (Embedder alone = Embedders.open(bundle, ONE.withOutputs(ALL));
                Embedder together = Embedders.open(bundle, batched)) {
            List<CompletableFuture<Embedding>> asked =
                    TEXTS.stream().map(EmbeddableText::passage).map(together::embed).toList();
            for (int i = 0; i < TEXTS.size(); i++) {
                Embedding expected = embed(alone, TEXTS.get(i));
                for (String name : ALL) {
                    assertClose(output(asked.get(i).join(), name), output(expected, name));
                }
            }
        }
    }

    @Test
    void givesOnlyWhatIsAskedFor() throws IOException {
        Path bundle = pack(composite("asked"));

        try (Embedder none = Embedders.open(bundle, ONE);
                Embedder some = Embedders.open(bundle, ONE.withOutputs(List.of("story", "x")))) {
            assertThat(none.outputs()).isEmpty();
            assertThat(embed(none, "rain").outputs()).isEmpty();
            assertThat(some.outputs()).containsOnlyKeys("story");
            assertThat(embed(some, "rain").outputs())
                    .extracting(NamedVector::name)
                    .containsExactly("story");
        }
    }

    @Test
    void integersThatCalibrationFixedGiveThemToo() throws IOException {
        Path texts = Files.write(folder.resolve("texts"), sentences());
        Path bundle = pack(composite("int8").graphForm(GraphForm.OPTIMISED).calibration(texts));
        Path exact = pack(composite("exact"));

        try (Embedder int8 = Embedders.open(bundle, ONE.withOutputs(ALL));
                Embedder fp32 = Embedders.open(exact, ONE.withOutputs(ALL))) {
            for (String name : ALL) {
                assertThat(
                                Cosine.between(
                                        output(embed(int8, TEXTS.get(0)), name),
                                        output(embed(fp32, TEXTS.get(0)), name)))
                        .as(name)
                        .isGreaterThan(0.95);
            }
        }
    }

    @Test
    void refusesAMachineThatMissesAGoldenVectorOfAnOutput() throws IOException {
        Path bundle = pack(composite("missed"));
        Path file = bundle.resolve(ModelBundle.GOLDEN);
        ObjectMapper json = new ObjectMapper();
        ObjectNode golden = (ObjectNode) json.readTree(file.toFile());
        golden.at("/vectors/0/outputs/story")
                .elements()
                .forEachRemaining(number -> assertThat(number.isNumber()).isTrue());
        ((ObjectNode) golden.at("/vectors/0/outputs"))
                .set("story", json.valueToTree(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
        json.writeValue(file.toFile(), golden);
        Map<String, String> files =
                new TreeMap<>(ModelBundle.readManifest(manifest(bundle)).files());
        files.put(ModelBundle.GOLDEN, Digests.sha256(file));
        ModelBundle.writeManifest(
                manifest(bundle), ModelBundle.readManifest(manifest(bundle)).withFiles(files));

        assertThatThrownBy(() -> Embedders.open(bundle, ONE.withOutputs(ALL)))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden vector 0 is missed");
        Embedders.open(bundle, ONE.withOutputs(List.of("short"))).close();
    }

    @Test
    void aBundlePackagedAgainKeepsItsOutputs() throws IOException {
        Path bundle = pack(composite("once"));

        ModelBundle again =
                ModelPackager.pack(PackagingRequest.of(bundle, folder.resolve("again"))).bundle();

        assertThat(again.manifest().outputs())
                .isEqualTo(ModelBundle.readManifest(manifest(bundle)).outputs());
    }

    @Test
    void refusesAnOutputThatTheGraphDoesNotHave() {
        var request = request("wrong").outputs(List.of(RequestedOutput.parse("x=absent"))).build();

        assertThatThrownBy(() -> ModelPackager.pack(request))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("the graph has no output absent: choose one of");
    }

    @Test
    void refusesWordsThatNameNoOutput() {
        assertThatThrownBy(() -> RequestedOutput.parse("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use short=64");
    }

    private PackagingRequest.Builder composite(String name) {
        return request(name)
                .pooling(Pooling.MEAN)
                .outputs(
                        List.of(
                                RequestedOutput.parse("short=4"),
                                RequestedOutput.parse("story=" + EncoderWeights.PROJECTED),
                                RequestedOutput.parse("first=last_hidden_state:cls")));
    }

    private PackagingRequest.Builder request(String name) {
        return PackagingRequest.builder(source, folder.resolve("bundle-" + name));
    }

    private static Path pack(PackagingRequest.Builder request) throws IOException {
        return ModelPackager.pack(request.build()).bundle().directory();
    }

    private static Path manifest(Path bundle) {
        return bundle.resolve(ModelBundle.MANIFEST);
    }

    private static Embedding embed(Embedder embedder, String text) {
        return embedder.embed(EmbeddableText.passage(text)).join();
    }

    private static float[] output(Embedding embedding, String name) {
        return embedding.outputs().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .vector();
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(Cosine.between(found, expected)).isGreaterThan(0.99999);
    }

    private static List<String> sentences() {
        List<String> words = List.of("storm", "flood", "late", "train", "the", "a");
        List<String> sentences = new ArrayList<>();
        IntStream.range(0, 240)
                .forEach(
                        i ->
                                sentences.add(
                                        "x%d %s %s %s"
                                                .formatted(
                                                        i,
                                                        words.get(i % 6),
                                                        words.get(i / 6 % 6),
                                                        words.get(i / 36 % 6))));
        return sentences;
    }
}
