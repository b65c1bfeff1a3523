package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.TinyBase;
import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.data.TaskData;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan with a larger vocabulary, of words that the base writes letter by letter. */
class VocabularyTest {
    private static final int FIRST = 121;
    private static final String PIECES = "vocabulary: {add: 8, from: [any]}";
    private static final String FOREIGN =
            """
            file: foreign.jsonl
                text: text
                label: about
                heldout: {part: {share: 0.4, dev: 0.5}}\
            """;

    @TempDir private static Path folder;
    @TempDir private Path directory;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
        TinyBase.writeForeignTo(folder);
    }

    @Test
    void textsGetShorterAndTheCountsSaySo() throws Exception {
        try (Preparation prepared = prepare(PIECES)) {
            var found = prepared.tasks().get(0).summary();
            assertThat(found.tokens()).isLessThan(0.7 * found.baseTokens());
        }
        try (Preparation prepared = prepare("")) {
            var found = prepared.tasks().get(0).summary();
            assertThat(found.tokens()).isEqualTo(found.baseTokens());
        }
    }

    @Test
    void nothingIsLearnedFromTextsThatAreHeldOut() throws Exception {
        String rare = "{\"text\": \"quagga quagga %d\", \"about\": %d}\n";
        StringBuilder texts = new StringBuilder();
        StringBuilder scored = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            texts.append(rare.formatted(i, i % 2));
            scored.append(i < 20 ? rare.formatted(i, i % 2) : "");
        }
        Files.writeString(folder.resolve("rare.jsonl"), texts);
        Files.writeString(folder.resolve("scored-rare.jsonl"), scored);
        String task = "file: rare.jsonl\n    text: text\n    label: about";
        String set = "zeroshot: {some: {file: %s.jsonl, text: text, label: about}}\n";
        EmbeddableText quagga = EmbeddableText.passage("quagga");
        String twenty = "vocabulary: {add: 8, least: %d}\n";
        for (int least : List.of(40, 41)) {
            String more = twenty.formatted(least) + set.formatted("scored-rare");
            try (Preparation prepared = prepare(task, more)) {
                // Twenty texts are left, with the word twice in each.
                assertThat(hasNew(prepared.base().trainedTokenizer().ids(quagga)))
                        .isEqualTo(least == 40);
            }
        }
    }

    @Test
    void theBaseIsScoredByItsOwnPieces() throws Exception {
        double expected;
        try (Preparation prepared = prepare("")) {
            expected = prepared.scoreBase(part(prepared), 32).value();
            assertThat(prepared.score(part(prepared), 32).value()).isEqualTo(expected);
        }
        try (Preparation prepared = prepare(PIECES)) {
            assertThat(prepared.scoreBase(part(prepared), 32).value()).isEqualTo(expected);
            assertThat(prepared.score(part(prepared), 32).value()).isNotEqualTo(expected);
        }
    }

    @Test
    void targetsAreTheBasesVectorsOfTheBasesPieces() throws Exception {
        String task = "file: foreign.jsonl\n    text: text\n    loss: mse";
        try (Preparation prepared = prepare(task, PIECES)) {
            var schedule = prepared.plan().schedule();
            Batch batch =
                    new Batches(prepared.tasks(), schedule.batch(), prepared.plan().seed()).next();
            assertThat(batch.left()).anyMatch(VocabularyTest::hasNew);
            double sum = 0;
            for (int[] text : batch.left()) {
                float[] now = prepared.encoder().vectors(List.of(text)).get(0);
                int[] own = TaskData.cut(prepared.base().inBase(text), 32);
                float[] target = prepared.encoder().vectors(List.of(own)).get(0);
                for (int i = 0; i < now.length; i++) {
                    sum += Math.pow(now[i] - target[i], 2);
                }
            }
            try (Trainer trainer = Trainer.of(prepared)) {
                double loss = trainer.next().losses().get(0).loss();
                assertThat(loss).isCloseTo(sum / batch.size(), within(1e-5)).isGreaterThan(1e-3);
            }
        }
    }

    @Test
    void theRowsOfNewPiecesLearn() throws Exception {
        try (Preparation prepared = prepare(PIECES)) {
            float[] before = prepared.encoder().parameters().get(0).values();
            TrainingRun.open(prepared, directory).finish(new Silent());
            float[] after = prepared.encoder().parameters().get(0).values();
            int width = prepared.encoder().dimensions();
            int some = prepared.base().trainedTokenizer().ids(EmbeddableText.passage("sturm"))[1];
            assertThat(some).isGreaterThanOrEqualTo(FIRST);
            assertThat(Arrays.copyOfRange(after, some * width, (some + 1) * width))
                    .isNotEqualTo(Arrays.copyOfRange(before, some * width, (some + 1) * width));
        }
    }

    @Test
    void aRunWithAnotherVocabularyIsNotCompared() throws Exception {
        try (Preparation prepared = prepare(PIECES)) {
            TrainingRun.open(prepared, directory).finish(new Silent());
            new RunDirectory(directory).takeKept(prepared);
        }
        for (String other : List.of("", PIECES.replace("8", "7"))) {
            try (Preparation prepared = prepare(other)) {
                assertThatThrownBy(() -> new RunDirectory(directory).takeKept(prepared))
                        .isInstanceOf(TrainingFailedException.class)
                        .hasMessageContaining("roles, prefixes or vocabulary");
                assertThatThrownBy(() -> TrainingRun.open(prepared, directory))
                        .isInstanceOf(TrainingFailedException.class)
                        .hasMessageContaining("a run of another plan");
            }
        }
    }

    private static boolean hasNew(int[] ids) {
        return Arrays.stream(ids).anyMatch(id -> id >= FIRST);
    }

    private static ScoreSet part(Preparation prepared) {
        return prepared.data().test().get(0).set();
    }

    private static Preparation prepare(String more) throws Exception {
        return prepare(FOREIGN, more);
    }

    private static Preparation prepare(String task, String more) throws Exception {
        Path plan =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        """
                        base: base
                        learn: {layers: 1, embeddings: true}
                        schedule: {steps: 12, batch: 12, rate: 5e-3, temperature: 0.5, tokens: 32}
                        %s
                        tasks:
                          any:
                            %s
                        """
                                .formatted(more, task));
        return Preparation.of(PlanFile.read(plan), 1);
    }

    private static final class Silent implements RunListener {
        @Override
        public void learned(Step step) {}

        @Override
        public void scored(DevScores scores) {}
    }
}
