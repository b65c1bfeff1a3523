package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.training.TinyBase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a plan with a larger vocabulary to a bundle that serves it. */
class VocabularyCommandTest {
    private static final String PLAN =
            """
            base: teacher
            learn: {layers: 1, embeddings: true}
            vocabulary: {add: 8, from: [foreign], texts: passages}
            schedule: {steps: 10, batch: 12, rate: 5e-3}
            tasks:
              foreign:
                file: foreign.jsonl
                query: english
                passage: text
                heldout: {part: {share: 0.4, dev: 0.5}}
              place: {file: foreign.jsonl, query: english, passage: text, loss: mse}
            """;

    private final AuthorRun author = new AuthorRun();

    @TempDir private Path folder;
    private Path plan;

    @BeforeEach
    void write() throws Exception {
        TinyBase.writeTo(folder);
        TinyBase.writeForeignTo(folder);
        TinyBase.writeThreeLayersTo(folder);
        plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
    }

    @Test
    void checkTellsWhatIsAddedAndHowMuchShorterTextsGet() {
        assertThat(run("check", plan)).as(author.err()).isZero();
        assertThat(author.out())
                .contains(
                        "pieces    8 beside the base's 121, each 3 times or more in texts of"
                                + " foreign; their rows begin as means of the base's")
                .containsPattern(
                        "task +foreign: .* \\d+\\.\\d tokens a text \\(\\d+\\.\\d by the base's"
                                + " pieces\\)")
                .containsPattern(
                        "tokens +\\d+\\.\\d a text over all steps, \\d+\\.\\d by the base's pieces:"
                                + " \\d+ % fewer, and as much less to compute");
    }

    @Test
    void checkTellsThatTheTextsHaveFewer() throws Exception {
        Files.writeString(plan, PLAN.replace("add: 8", "add: 4000"));
        assertThat(run("check", plan)).as(author.err()).isZero();
        assertThat(author.out())
                .containsPattern("pieces +\\d+ beside .* \\(4,000 were wanted, and the texts have");
    }

    @Test
    void aBundleWithMorePiecesServesTheTrainersVectors() throws Exception {
        JsonNode card = exported();
        assertThat(card.path("addedPieces").asInt()).isEqualTo(8);
        assertThat(author.out()).contains("optimised.onnx (3 x Attention");
    }

    @Test
    void aStudentMayHaveMorePieces() throws Exception {
        Files.writeString(plan, "student: {layers: [1, 3]}\nanchor: 0.1\n" + PLAN);
        exported();
        assertThat(author.out()).contains("optimised.onnx (2 x Attention");
    }

    @Test
    void aHeadMayBeBehindMorePieces() throws Exception {
        Files.writeString(plan, "head: {size: 8}\n" + PLAN);
        exported();
    }

    @Test
    void aTowerMayReadMorePieces() throws Exception {
        Files.writeString(plan, "towers: {query: {layers: 1}}\n" + PLAN);
        exported();
        assertThat(folder.resolve("bundle/query.onnx")).exists();
    }

    private JsonNode exported() throws Exception {
        Path run = folder.resolve("run");
        Path bundle = folder.resolve("bundle");
        assertThat(run("train", plan, "--out", run)).as(author.err()).isZero();
        assertThat(run("evaluate", plan, "--run", run, "--resamples", 100)).isZero();
        assertThat(run("export", plan, "--run", run, "--out", bundle, "--name", "more"))
                .as(author.err())
                .isZero();
        assertThat(author.out())
                .containsPattern("model +least cosine (1\\.0+|0\\.99999\\d*) with")
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with");
        assertThat(author.err()).isEmpty();
        ObjectMapper json = new ObjectMapper();
        JsonNode words =
                json.readTree(bundle.resolve("tokenizer.json").toFile()).at("/model/vocab");
        assertThat(words).hasSize(121 + 8);
        return json.readTree(bundle.resolve("model-card.json").toFile());
    }

    private int run(Object... arguments) {
        return author.run(arguments);
    }
}
