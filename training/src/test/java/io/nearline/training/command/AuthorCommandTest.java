package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.training.TinyBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From posts and a plan to a bundle that serves, as a user would do it. */
class AuthorCommandTest {
    private final AuthorRun author = new AuthorRun();

    @TempDir private Path folder;
    private Path plan;

    @BeforeEach
    void write() throws Exception {
        plan =
                TinyBase.plan(
                        TinyBase.writeTo(folder),
                        "true",
                        "steps: 40",
                        "batch: 12",
                        "rate: 5e-3",
                        "checkpoint: 20");
    }

    @Test
    void checksTrainsAndServes() throws Exception {
        assertThat(run("check", plan)).isZero();
        assertThat(author.out())
                .contains("base      tiny: 1 layers, vectors of 8 numbers, window of 32 tokens")
                .contains("interest: 120 records, 120 used, 4 labels")
                .contains("search: 120 records, 120 used; ")
                .containsPattern("parity +least cosine (1\\.0+|0\\.999999\\d*) with");
        assertThat(run("train", plan, "--out", folder.resolve("run"))).isZero();
        assertThat(author.out()).contains("step      40 of 40: loss ");
        for (String task : List.of("interest", "search")) {
            List<Double> losses = losses(task);
            int half = losses.size() / 2;
            assertThat(mean(losses.subList(half, losses.size())))
                    .as(task)
                    .isLessThan(0.95 * mean(losses.subList(0, half)));
        }
        Path bundle = folder.resolve("bundle");
        assertThat(
                        run(
                                "export",
                                plan,
                                "--run",
                                folder.resolve("run"),
                                "--out",
                                bundle,
                                "--name",
                                "tuned"))
                .isZero();
        assertThat(author.out())
                .contains("bundle    tuned, digest ")
                .contains("next      ./nearline author stage " + bundle)
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with");
        assertThat(gap(bundle)).isGreaterThan(gap(folder.resolve("base")) + 0.05);
        assertThat(author.err()).isEmpty();
    }

    @Test
    void aHeadIsTrainedAndServes() throws Exception {
        Files.writeString(plan, "head: {size: 8}\n" + Files.readString(plan));
        assertThat(run("check", plan)).isZero();
        assertThat(author.out())
                .contains("one vector of 8 numbers a text by the base's graph")
                .contains(", with a projection behind its pooling")
                .contains("learns    ");
        Path bundle = folder.resolve("bundle");
        Path run = folder.resolve("run");
        assertThat(run("train", plan, "--out", run)).isZero();
        assertThat(run("export", plan, "--run", run, "--out", bundle, "--name", "short")).isZero();
        assertThat(author.out())
                .containsPattern("model +least cosine (1\\.0+|0\\.999999\\d*) with")
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with");
        ModelManifest manifest = ModelBundle.open(bundle).manifest();
        assertThat(manifest.output()).isEqualTo("sentence_embedding");
        assertThat(manifest.pooling()).isEqualTo(Pooling.NONE);
        assertThat(manifest.optimised()).as("the faster graph").isNotNull();
        assertThat(gap(bundle)).isGreaterThan(gap(folder.resolve("base")) + 0.05);
        assertThat(author.err()).isEmpty();
    }

    @Test
    void aHeadServesBesideTheWholeVector() throws Exception {
        Path run = folder.resolve("run");
        Path bundle = folder.resolve("bundle");
        List<Object> export =
                List.of("export", plan, "--run", run, "--out", bundle, "--name", "both");
        Object[] withHead =
                Stream.concat(export.stream(), Stream.of("--head-as", "short")).toArray();
        assertThat(run("train", plan, "--out", run)).isZero();
        assertThat(run(Stream.concat(export.stream(), Stream.of("--head-as", "Short_1")).toArray()))
                .isEqualTo(2);
        assertThat(author.err()).contains("--head-as is 'Short_1': use only a-z, 0-9 and '-'");
        assertThat(run(withHead)).isOne();
        assertThat(author.err()).contains("the plan has no head that could be the output 'short'");
        Files.writeString(plan, "head: {size: 8}\n" + Files.readString(plan));
        withHead[3] = folder.resolve("with-head");
        assertThat(run("train", plan, "--out", withHead[3])).isZero();

        assertThat(run(withHead)).isZero();

        assertThat(author.out())
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with");
        ModelManifest manifest = ModelBundle.open(bundle).manifest();
        assertThat(manifest.output()).isEqualTo("last_hidden_state");
        assertThat(manifest.outputs())
                .containsExactly(
                        ModelOutput.ofGraph("short", "sentence_embedding", 8, Pooling.NONE));
    }

    @Test
    void evaluatesAndTellsTheBundle() throws Exception {
        Path scored =
                TinyBase.scoredPlan(
                        folder, "{steps: 40, batch: 12, rate: 5e-3}", "{every: 10, average: 0.3}");
        Path tuned = folder.resolve("tuned");
        Path alone = folder.resolve("alone");
        assertThat(run("check", scored)).isZero();
        assertThat(author.out())
                .containsPattern(
                        "dev +interest\\.seen: \\d+ texts of 4 labels, nDCG@10 of the same label")
                .containsPattern("zero-shot alike: 120 pairs, Spearman");
        assertThat(run("train", scored, "--out", tuned)).isZero();
        assertThat(author.out())
                .containsPattern("scores +base: interest 0\\.\\d+, search 0\\.\\d+")
                .containsPattern(
                        "scores +step 10: interest 0\\.\\d+ \\(\\+0\\.\\d+\\), search .*; the best"
                                + " so far")
                .contains("ends      after step 40, as planned");
        assertThat(run("train", scored, "--only", "search", "--steps", 20, "--out", alone))
                .isZero();
        // What the plan says of their origin changes nothing that was learned.
        Files.writeString(
                scored,
                Files.readString(scored)
                        .replace(
                                "file: posts.jsonl",
                                "file: posts.jsonl\n    source: a <b>\n    licence: CC0-1.0"));
        assertThat(
                        run(
                                "evaluate",
                                scored,
                                "--run",
                                tuned,
                                "--compare",
                                "search=" + alone,
                                "--resamples",
                                100))
                .isZero();
        assertThat(author.out())
                .contains("TUNED ABOVE IT")
                .containsPattern("search\\.pairs +tiny +0\\.\\d+")
                .containsPattern("tuned: mean gain \\+0\\.\\d+ on held-out parts");
        assertThat(tuned.resolve("evaluation.html"))
                .content()
                .contains("Do tasks pull the same way? tiny", "Do tasks pull the same way? tuned")
                .contains(
                        "<main>",
                        "What helps what",
                        "interest.seen",
                        "<strong>alike</strong>: 120 pairs")
                .contains(
                        "<td>posts.jsonl</td><td>learned from</td><td>a &lt;b&gt;</td><td>CC0-1.0")
                .contains("<td>scored.jsonl</td><td>scored only</td><td>not said</td>");
        Path bundle = folder.resolve("bundle");
        assertThat(run("export", scored, "--run", tuned, "--out", bundle, "--name", "tuned"))
                .isZero();
        JsonNode card = new ObjectMapper().readTree(bundle.resolve("model-card.json").toFile());
        assertThat(card.at("/base/name").asText()).isEqualTo("tiny");
        assertThat(card.at("/learnedFrom/0/task").asText()).isEqualTo("interest");
        assertThat(card.at("/learnedFrom/0/licence").asText()).isEqualTo("CC0-1.0");
        assertThat(card.at("/learnedFrom/1/licence").isMissingNode()).isTrue();
        JsonNode gradients = card.at("/evaluation/gradients");
        assertThat(gradients.at("/1/model").asText()).isEqualTo("tuned");
        assertThat(gradients.at("/0/tasks").toString()).isEqualTo("[\"interest\",\"search\"]");
        assertThat(gradients.at("/0/cosines/0/0").asDouble()).isEqualTo(1, within(1e-6));
        assertThat(gradients.at("/0/cosines/0/1").asDouble())
                .isEqualTo(gradients.at("/0/cosines/1/0").asDouble())
                .isBetween(-1.0, 0.999);
        assertThat(card.at("/evaluation/data/0/source").asText()).isEqualTo("a <b>");
        assertThat(card.at("/evaluation/sets/0/models/0/aboveBase/value").asDouble())
                .isGreaterThan(0.02);
        assertThat(author.err()).isEmpty();
    }

    @Test
    void transferTrainsTogetherAndAloneAndGoesOn() throws Exception {
        TinyBase.writeThreeLayersTo(folder);
        Path scored =
                TinyBase.scoredPlan(folder, "{steps: 12, batch: 12, rate: 5e-3}", "{every: 6}");
        Files.writeString(
                scored,
                Files.readString(scored)
                        .replace("base: base", "base: teacher")
                        .replace("embeddings: true", "embeddings: false"));
        Path all = folder.resolve("all");
        Object[] transfer = {
            "transfer", scored, "--out", all, "--seeds", "3,4", "--resamples", 100, "--threads", 1
        };
        assertThat(run(transfer)).as(author.err()).isZero();
        assertThat(author.out())
                .contains("run       1 of 4: seed-3, 12 steps\n")
                .contains("3 of 4: only-interest-3, 8 steps; all runs: about ")
                .contains("4 of 4: only-search-3, 4 steps; all runs: about ")
                .containsPattern("HELD OUT +BASE +ALONE TOGETHER +ABOVE BASE")
                .containsPattern("search\\.pairs +0\\.\\d+ +0\\.\\d+ +0\\.\\d+ ");
        JsonNode report = new ObjectMapper().readTree(all.resolve("evaluation.json").toFile());
        JsonNode models = report.at("/sets/0/models");
        assertThat(models.findValuesAsText("name"))
                .containsExactly("together", "seed-3", "seed-4", "only interest", "only search");
        assertThat(models.at("/0/score/value").asDouble())
                .isCloseTo(
                        (models.at("/1/score/value").asDouble()
                                        + models.at("/2/score/value").asDouble())
                                / 2,
                        within(1e-9));
        // A run that keeps what others computed learns what one by itself does.
        Path alone = folder.resolve("alone");
        assertThat(run("train", scored, "--seed", 4, "--out", alone, "--threads", 1)).isZero();
        assertThat(all.resolve("seed-4/kept")).hasSameBinaryContentAs(alone.resolve("kept"));
        assertThat(run(transfer)).as(author.err()).isZero();
        assertThat(author.out()).contains("continues after step 12");
        assertThat(author.err()).isEmpty();
    }

    @Test
    void transferRefusesWhatSaysNothing() throws Exception {
        Path all = folder.resolve("all");
        assertThat(run("transfer", plan, "--out", all)).isOne();
        assertThat(author.err()).contains("0 of the plan's tasks have a held-out part");
        assertThat(run("transfer", plan, "--out", all, "--seeds", "1,1")).isEqualTo(2);
        assertThat(author.err()).contains("--seeds names a seed twice: give different ones");
        assertThat(run("transfer", plan, "--out", all, "--alone-seeds", "4")).isEqualTo(2);
        assertThat(author.err()).contains("--alone-seeds is 4, and there are 3 seeds: give 1 to 3");
    }

    @Test
    void everySizeThatWasTrainedIsScored() throws Exception {
        Path scored = TinyBase.scoredPlan(folder, "{steps: 5, batch: 12}", "{every: 5}");
        String text = Files.readString(scored);
        Files.writeString(scored, "matryoshka: {sizes: [8, 4, 2]}\n" + text);
        Path run = folder.resolve("run");
        assertThat(run("train", scored, "--out", run)).isZero();
        assertThat(run("evaluate", scored, "--run", run, "--resamples", 100)).isZero();
        assertThat(author.out())
                .contains("RUN ABOVE IT")
                .containsPattern("run, first 4 +0\\.\\d+ .*\\n +run, first 2 +0\\.\\d+ ")
                .doesNotContain("first 8");
        JsonNode report = new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
        double whole = report.at("/sets/0/models/0/score/value").asDouble();
        double two = report.at("/sets/0/models/2/score/value").asDouble();
        assertThat(report.at("/sets/0/models/2/belowFirst/value").asDouble())
                .isEqualTo(whole - two, within(1e-9));
    }

    @Test
    void int8IsScoredBesideFp32() throws Exception {
        Path scored = TinyBase.scoredPlan(folder, "{steps: 5, batch: 12}", "{every: 5}");
        Path run = folder.resolve("run");
        assertThat(run("train", scored, "--out", run)).isZero();
        assertThat(run("evaluate", scored, "--run", run, "--resamples", 100, "--int8")).isOne();
        assertThat(author.err()).contains("different texts to set the scales of int8 by");
        TinyBase.writeManyPostsTo(folder);
        Path more = folder.resolve("more");
        assertThat(run("train", scored, "--out", more)).isZero();
        assertThat(run("evaluate", scored, "--run", more, "--resamples", 100, "--int8"))
                .as(author.err())
                .isZero();
        assertThat(author.out()).containsPattern("\n +more, int8 +0\\.\\d+ ");
        JsonNode report = new ObjectMapper().readTree(more.resolve("evaluation.json").toFile());
        assertThat(report.at("/sets/0/models/1/belowFirst/value").asDouble())
                .isNotEqualTo(0.0)
                .isBetween(-0.1, 0.1);
        JsonNode costs = report.at("/costOfAText/models");
        assertThat(costs.findValuesAsText("name")).containsExactly("tiny", "more", "more, int8");
        assertThat(costs.at("/0/ofBase").asDouble()).isOne();
        assertThat(costs.at("/2/processorMilliseconds").asDouble()).isPositive();
        assertThat(author.out())
                .containsPattern(
                        "more: a text of \\d+ tokens costs 0\\.\\d\\d ms of a processor here, as it"
                                + " serves; \\d+\\.\\d\\d of the base");
        assertThat(more.resolve("evaluation.html")).content().contains("<h2>Cost of a text</h2>");
        try (Stream<Path> left = Files.list(more)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("served-"));
        }
    }

    @Test
    void theWholeVectorIsScoredBesideAHead() throws Exception {
        Path scored = TinyBase.scoredPlan(folder, "{steps: 5, batch: 12}", "{every: 5}");
        String text = Files.readString(scored);
        Files.writeString(scored, "matryoshka: {sizes: [8]}\nhead: {size: 8}\n" + text);
        Path run = folder.resolve("run");
        assertThat(run("train", scored, "--out", run)).isZero();
        assertThat(run("evaluate", scored, "--run", run, "--resamples", 100)).isZero();
        assertThat(author.out()).containsPattern("run, first 8 +0\\.\\d+ ");
    }

    @Test
    void aRunThatLearnedFromOtherRecordsIsNotCompared() throws Exception {
        String schedule = "{steps: 5, batch: 12, rate: 5e-3}";
        Path scored = TinyBase.scoredPlan(folder, schedule, "{every: 5}");
        Path tuned = folder.resolve("tuned");
        assertThat(run("train", scored, "--out", tuned)).isZero();
        Files.writeString(scored, Files.readString(scored).replace("share: 0.4", "share: 0.3"));
        assertThat(run("evaluate", scored, "--run", tuned)).isOne();
        assertThat(author.err()).contains("with other held-out parts");
    }

    @Test
    void aTaskThatThePlanDoesNotHaveIsRefused() throws Exception {
        assertThat(run("train", plan, "--only", "none", "--out", folder.resolve("run"))).isOne();
        assertThat(author.err()).contains("the plan has no task 'none'; it has interest, search");
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("init", "check", "train", "evaluate", "transfer", "export")) {
            assertThat(run(command, "--help")).isZero();
            assertThat(author.out()).contains("Usage: nearline author " + command);
        }
    }

    @Test
    void aRunOfAnotherPlanIsLeftAlone() throws Exception {
        assertThat(run("train", plan, "--out", folder.resolve("run"))).isZero();
        Files.writeString(plan, Files.readString(plan).replace("seed: 7", "seed: 8"));
        assertThat(run("train", plan, "--out", folder.resolve("run"))).isOne();
        assertThat(author.err()).contains("holds a run of another plan");
    }

    @Test
    void aRunThatIsNotFinishedIsNotExported() throws Exception {
        assertThat(
                        run(
                                "export",
                                plan,
                                "--run",
                                folder.resolve("run"),
                                "--out",
                                folder.resolve("bundle"),
                                "--name",
                                "tuned"))
                .isOne();
        assertThat(author.err()).contains("step 0 of 40 and has nothing to keep yet: train");
    }

    /** A task's losses as they were printed, in order. */
    private List<Double> losses(String task) {
        return Pattern.compile("step .*loss .*\\b" + task + " (\\d+\\.\\d+)")
                .matcher(author.out())
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** How much nearer posts of one topic are than those of two. */
    private static double gap(Path bundle) {
        List<List<String>> topics =
                List.of(
                        List.of("storm flood rain", "the river flood storm"),
                        List.of("cat dog help", "a dog help the cat"),
                        List.of("goal good night", "good day goal"));
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(1))) {
            double gap = 0;
            for (List<String> one : topics) {
                for (List<String> other : topics) {
                    double cosine =
                            Cosine.between(
                                    vector(embedder, one.get(0)), vector(embedder, other.get(1)));
                    gap += one == other ? cosine / 3 : -cosine / 6;
                }
            }
            return gap;
        }
    }

    private static float[] vector(Embedder embedder, String text) {
        return embedder.embed(EmbeddableText.passage(text)).join().vector();
    }

    private int run(Object... arguments) {
        return author.run(arguments);
    }
}
