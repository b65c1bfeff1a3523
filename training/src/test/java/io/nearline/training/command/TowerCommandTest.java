package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.training.TinyBase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a plan with a tower for queries to a bundle that serves it. */
class TowerCommandTest {
    private static final String PLAN =
            """
            base: teacher
            learn: {layers: 1}
            towers:
              query: {layers: 2, prefix: "find "}
              member: {prefix: "rain "}
            schedule: {steps: 12, batch: 12, rate: 5e-3, checkpoint: 5}
            tasks:
              interest: {file: posts.jsonl, text: body, label: about}
              search:
                file: pairs.jsonl
                query: title
                passage: body
                heldout: {part: {share: 0.4, dev: 0.5}}
              profile: {file: pairs.jsonl, query: title, passage: body, role: member}
              story: {file: pairs.jsonl, query: title, passage: body, role: passage}
            """;

    private final AuthorRun author = new AuthorRun();

    @TempDir private Path folder;
    private Path plan;

    @BeforeEach
    void write() throws Exception {
        TinyBase.writeTo(folder);
        TinyBase.writeThreeLayersTo(folder);
        plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
    }

    @Test
    void checkTellsHowTextsEnter() {
        assertThat(run("check", plan)).as(author.err()).isZero();
        assertThat(author.out())
                .containsPattern(
                        "tower +query, of search: the last 2 of 3 layers of its own, [\\d,]+"
                            + " weights, the others and the tables are those of the posts, after"
                            + " 'find '")
                .containsPattern(
                        "tower +member, of profile: the layers of the posts, after 'rain '");
    }

    @Test
    void aTowerOfMoreLayersThanTheBaseHasIsRefused() throws Exception {
        Files.writeString(plan, PLAN.replace("query: {layers: 2", "query: {layers: 4"));
        assertThat(run("check", plan)).isOne();
        assertThat(author.err())
                .contains("towers.query.layers is 4, and")
                .contains("teacher has 3: give no more than that");
    }

    @Test
    void aBundleServesItsTowers() throws Exception {
        Path bundle = exported();
        assertThat(author.out())
                .containsPattern("model +least cosine (1\\.0+|0\\.999999\\d*) with")
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with");
        ModelManifest manifest = ModelBundle.open(bundle).manifest();
        assertThat(manifest.graphOf(Role.QUERY)).isEqualTo("query.onnx");
        assertThat(manifest.graphOf(Role.MEMBER)).isEqualTo(manifest.graphOf(Role.PASSAGE));
        assertThat(manifest.prefix(Role.MEMBER)).isEqualTo("rain ");
        assertThat(manifest.prefix(Role.QUERY)).isEqualTo("find ");
        assertThat(vector(bundle, EmbeddableText.query("storm over the city")))
                .isNotEqualTo(vector(bundle, EmbeddableText.passage("storm over the city")));
        assertThat(vector(bundle, EmbeddableText.member("storm over the city")))
                .isEqualTo(vector(bundle, EmbeddableText.passage("rain storm over the city")));
        assertThat(
                        new ObjectMapper()
                                .readTree(bundle.resolve("model-card.json").toFile())
                                .at("/towers/query/layers")
                                .asInt())
                .isEqualTo(2);
    }

    /** Its queries enter by the tower as it was exported. */
    @Test
    void aModelWithATowerIsScoredInInt8() throws Exception {
        TinyBase.writeManyPostsTo(folder);
        Path run = folder.resolve("run");
        assertThat(run("train", plan, "--out", run)).as(author.err()).isZero();
        assertThat(run("evaluate", plan, "--run", run, "--resamples", 100, "--int8"))
                .as(author.err())
                .isZero();
        assertThat(author.out()).containsPattern("\n +run, int8 +0\\.\\d+ ");
        JsonNode report = new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
        assertThat(report.at("/sets/0/name").asText()).isEqualTo("search.part");
        assertThat(report.at("/sets/0/models/1/name").asText()).isEqualTo("run, int8");
        assertThat(report.at("/sets/0/models/1/score/value").asDouble()).isPositive();
        assertThat(report.at("/sets/0/models/1/belowFirst/value").asDouble()).isBetween(-0.1, 0.1);
    }

    @Test
    void aHeadIsBehindATowerToo() throws Exception {
        Files.writeString(plan, "head: {size: 8}\n" + PLAN);
        Path bundle = exported();
        assertThat(vector(bundle, EmbeddableText.query("storm"))).hasSize(8);
    }

    @Test
    void aHeadIsBesideTheWholeVectorOfATower() throws Exception {
        Files.writeString(plan, "head: {size: 8}\n" + PLAN);
        train();
        Path bundle = folder.resolve("beside");
        assertThat(
                        run(
                                "export",
                                plan,
                                "--run",
                                folder.resolve("run"),
                                "--out",
                                bundle,
                                "--name",
                                "towered",
                                "--head-as",
                                "short"))
                .as(author.err())
                .isZero();
        assertThat(author.out())
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with");
    }

    @Test
    void tasksThatNeverEnterByATowerLeaveItAsTheBaseIs() throws Exception {
        Files.writeString(
                plan,
                PLAN.replace("label: about}", "label: about, heldout: {some: {share: 0.4}}}"));
        assertThat(run("transfer", plan, "--out", folder.resolve("all"), "--resamples", 100))
                .as(author.err())
                .isZero();
        Path search = folder.resolve("all/only-search-13/model");
        Path interest = folder.resolve("all/only-interest-13/model");
        assertThat(Files.mismatch(search.resolve("query.onnx"), interest.resolve("query.onnx")))
                .isNotNegative();
        // The last layer of the posts learned, and the tower has it for itself as the base has it.
        Path before = folder.resolve("teacher/model.onnx");
        assertThat(weightOf("2.wide.weight", interest.resolve("query.onnx")))
                .isEqualTo(weightOf("2.wide.weight", before))
                .isNotEqualTo(weightOf("2.wide.weight", interest.resolve("model.onnx")));
    }

    private float[] weightOf(String role, Path graph) throws Exception {
        ModelManifest manifest = ModelBundle.open(folder.resolve("teacher")).manifest();
        return EncoderWeights.read(graph, manifest).values(role);
    }

    @Test
    void aRunThatReadsQueriesOtherwiseIsNotCompared() throws Exception {
        train();
        Files.writeString(plan, PLAN.replace("find ", "seek "));
        assertThat(run("evaluate", plan, "--run", folder.resolve("run"))).isOne();
        assertThat(author.err())
                .contains("with other held-out parts, roles, prefixes or vocabulary");
    }

    private void train() {
        assertThat(run("train", plan, "--out", folder.resolve("run"))).as(author.err()).isZero();
        assertThat(run("evaluate", plan, "--run", folder.resolve("run"), "--resamples", 100))
                .as(author.err())
                .isZero();
    }

    private Path exported() {
        train();
        Path bundle = folder.resolve("bundle");
        Path run = folder.resolve("run");
        assertThat(run("export", plan, "--run", run, "--out", bundle, "--name", "towered"))
                .as(author.err())
                .isZero();
        return bundle;
    }

    private static float[] vector(Path bundle, EmbeddableText text) {
        EngineOptions options = EngineOptions.forCpus(1).withEntry(text.role());
        try (Embedder embedder = Embedders.open(bundle, options)) {
            return embedder.embed(text).join().vector();
        }
    }

    private int run(Object... arguments) {
        return author.run(arguments);
    }
}
