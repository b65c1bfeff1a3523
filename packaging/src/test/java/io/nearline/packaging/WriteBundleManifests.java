package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.GoldenVectors;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.ModelEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Not a test: writes {@code golden.json} and {@code model.json} of the bundles under {@code
 * src/bundles}. The exported graph computes the golden vectors, each text alone; the optimised one
 * is made, compared with it, and named. To be run from the project's root after a change of model,
 * optimiser, manifest or texts:
 *
 * <pre>
 * mvn -pl packaging -am test -Dtest=WriteBundleManifests -Dsurefire.failIfNoSpecifiedTests=false -Dmaven.antrun.skip
 * </pre>
 */
class WriteBundleManifests {

    private static final Path SOURCES = Path.of("src", "bundles");

    private static final List<String> TEXTS =
            List.of(
                    "ok",
                    "The ferry to the island leaves twice a day, and the last one back is at six.",
                    "Goooal!!! 🎉🎉 what a night 😭 #derby",
                    "Crème brûlée à la façon de ma grand-mère, très légère — où ça? À Orléans,"
                            + " évidemment.",
                    "وصلت أول شحنة من الكتب إلى المكتبة الجديدة صباح اليوم",
                    "  \t . ",
                    "今日は雨なので、図書館で本を読みます。",
                    """
                    We moved the whole shop to the new warehouse last week, and since many of you asked how it went, here is the \
                    long version. On Monday the movers came two hours late, because the bridge was closed and nobody had told \
                    them. By noon half of the shelves stood in the yard, it began to rain, and we carried everything back under \
                    the roof. On Tuesday the labels were gone: somebody had packed the printer at the very bottom of the first \
                    truck. On Wednesday the internet line worked for exactly eleven minutes. We used them to tell the customers \
                    that orders would be late, which turned out to be the best thing we did all week, because nearly all of them \
                    answered kindly and some brought cake. On Thursday we found the printer. On Friday we sent out four hundred \
                    and twelve parcels, more than on any other day since we opened, and on Saturday we slept. What would we do \
                    differently? Pack the printer last, call the bridge office first, and never again believe a weather report \
                    that says it will stay dry until the evening.\
                    """);

    @ParameterizedTest
    @ValueSource(strings = {"all-minilm-l6-v2", "all-minilm-l6-v2-int8"})
    void writesGoldenVectorsAndManifest(String name) throws IOException {
        Path built = Bundles.DIRECTORY.resolve(name);
        Path source = SOURCES.resolve(name);
        ModelManifest exported =
                ModelBundle.readManifest(source.resolve(ModelBundle.MANIFEST)).withOptimised(null);
        Path golden = source.resolve(ModelBundle.GOLDEN);
        goldenVectors(ModelBundle.draft(built, exported)).write(golden);
        GraphOptimisation serving = GraphOptimisation.attempt(built, exported);
        assertThat(serving.graph().value())
                .as(serving.graph().toString())
                .isEqualTo(GraphOptimisation.FILE);
        ModelManifest served = serving.manifest();
        if (served.precision() == Precision.INT8) {
            try (ModelEncoder encoder =
                    ModelEncoder.openUntested(ModelBundle.draft(built, served))) {
                GoldenVectors.read(golden)
                        .narrowed(encoder::vector, served.precision().processorCosine())
                        .write(golden);
            }
        }
        ModelBundle.writeManifest(
                source.resolve(ModelBundle.MANIFEST),
                served.withFiles(
                        Map.of(
                                ModelBundle.GRAPH,
                                Digests.sha256(built.resolve(ModelBundle.GRAPH)),
                                GraphOptimisation.FILE,
                                Digests.sha256(built.resolve(GraphOptimisation.FILE)),
                                ModelBundle.TOKENIZER,
                                Digests.sha256(built.resolve(ModelBundle.TOKENIZER)),
                                ModelBundle.GOLDEN,
                                Digests.sha256(golden))));
    }

    private static GoldenVectors goldenVectors(ModelBundle bundle) {
        try (ModelEncoder encoder = ModelEncoder.openUntested(bundle)) {
            return new GoldenVectors(
                    bundle.manifest().precision().goldenCosine(),
                    TEXTS.stream()
                            .map(
                                    text ->
                                            new GoldenVector(
                                                    text,
                                                    null,
                                                    encoder.vector(EmbeddableText.passage(text))))
                            .toList());
        }
    }
}
