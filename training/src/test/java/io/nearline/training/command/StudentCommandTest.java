package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.training.TinyBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A student has some of its base's layers. */
class StudentCommandTest {
    /** Of two scores of the same weights; two processors may rank a pair of texts differently. */
    private static final double SAME = 0.005;

    private final AuthorRun author = new AuthorRun();

    @TempDir private Path folder;
    private Path plan;

    @BeforeEach
    void write() throws Exception {
        plan = TinyBase.plan(TinyBase.writeTo(folder), "true", "steps: 40");
        TinyBase.writeThreeLayersTo(folder);
    }

    @Test
    void aStudentHasTheLayersThatItWasGivenAndServes() throws Exception {
        Files.writeString(
                plan,
                """
                base: teacher
                student: {layers: [1, 3]}
                anchor: 0.1
                learn: {layers: 2, embeddings: true}
                schedule: {steps: 40, batch: 12, rate: 5e-3}
                tasks:
                  interest: {file: posts.jsonl, text: body, label: about}
                """);
        assertThat(run("check", plan)).isZero();
        assertThat(author.out())
                .contains("base      three: 3 layers")
                .contains("one vector of 8 numbers a text by 2 of the base's 3 layers");
        Path bundle = folder.resolve("bundle");
        Path run = folder.resolve("run");
        assertThat(run("train", plan, "--out", run)).as(author.err()).isZero();
        assertThat(run("export", plan, "--run", run, "--out", bundle, "--name", "two"))
                .as(author.err())
                .isZero();
        assertThat(author.out())
                .containsPattern("served +least cosine (1\\.0+|0\\.99999\\d*) with")
                .contains("optimised.onnx (2 x Attention");
        assertThat(author.err()).isEmpty();
    }

    /** Not with what is left of the base where its other layers are taken out. */
    @Test
    void aStudentIsComparedWithTheWholeBase() throws Exception {
        Path scored = TinyBase.scoredPlan(folder, "{steps: 1, batch: 12}", "{every: 1}");
        Files.writeString(
                scored, Files.readString(scored).replace("base: base\n", "base: teacher\n"));
        JsonNode whole = evaluated(scored, "whole");
        Files.writeString(scored, "student: {layers: [2]}\n" + Files.readString(scored));
        JsonNode student = evaluated(scored, "student");
        String base = "/sets/0/base/value";
        String run = "/sets/0/models/0/score/value";
        List<Double> first = firstScoresOfTheBase();
        assertThat(first).hasSize(2);
        assertThat(first.get(1)).isCloseTo(first.get(0), within(SAME));
        assertThat(student.at(base).asDouble()).isCloseTo(whole.at(base).asDouble(), within(SAME));
        assertThat(student.at(run)).isNotEqualTo(whole.at(run));
    }

    private JsonNode evaluated(Path scored, String name) throws IOException {
        Path run = folder.resolve(name);
        assertThat(run("train", scored, "--out", run)).as(author.err()).isZero();
        assertThat(run("evaluate", scored, "--run", run, "--resamples", 100)).isZero();
        return new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
    }

    /** Of interest, one of each run. */
    private List<Double> firstScoresOfTheBase() {
        return Pattern.compile("scores +base: interest (0\\.\\d+)")
                .matcher(author.out())
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    private int run(Object... arguments) {
        return author.run(arguments);
    }
}
