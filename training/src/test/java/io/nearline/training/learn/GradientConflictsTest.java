package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientConflictsTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
        // Who is close in one file is far apart in the other.
        Path scored = folder.resolve("scored.jsonl");
        Files.writeString(
                folder.resolve("turned.jsonl"),
                Files.readString(scored)
                        .replace("\"close\": 0.9", "\"close\": x")
                        .replace("\"close\": 0.1", "\"close\": 0.9")
                        .replace("\"close\": x", "\"close\": 0.1"));
    }

    @Test
    void tasksThatWantOppositesPullApartAndEqualOnesTogether() throws Exception {
        Path plan =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        """
                        base: base
                        anchor: 1
                        learn: {layers: 1}
                        schedule: {steps: 4, batch: 30, temperature: 0.5}
                        tasks:
                          one: {file: scored.jsonl, first: one, second: other, score: close}
                          same: {file: scored.jsonl, first: one, second: other, score: close}
                          turned: {file: turned.jsonl, first: one, second: other, score: close}
                          held: {file: posts.jsonl, text: body, loss: mse, beside: 4}
                        """);
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            GradientConflicts found = GradientConflicts.of(prepared);
            assertThat(found.tasks()).containsExactly("one", "same", "turned");
            assertThat(found.cosines().get(0).get(1)).isGreaterThan(0.9);
            assertThat(found.cosines().get(0).get(2)).isLessThan(-0.3);
            assertThat(found.cosines().get(2).get(0)).isEqualTo(found.cosines().get(0).get(2));
            List<Parameter> learning = prepared.model().learning();
            assertThat(learning)
                    .as("nothing is left for the next step")
                    .allSatisfy(one -> assertThat(one.gradient()).containsOnly(0f));
        }
    }
}
