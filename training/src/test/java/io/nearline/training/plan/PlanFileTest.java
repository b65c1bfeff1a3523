package io.nearline.training.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.model.LearnedPart;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.model.Tower;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.VocabularyPlan.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
    private static final String PLAN =
            """
            base: models/base
            anchor: 0.1
            student: {layers: [1, 3]}
            matryoshka: {sizes: [384, 64]}
            head: {size: 64}
            learn:
              layers: 3
            schedule:
              steps: 200
              rate: 2e-5
            tasks:
              interest: {file: posts.jsonl, text: body, label: about}
              search:
                file: /data/pairs.jsonl.gz
                query: title
                passage: body
                loss: mse
                weight: 2
                anchor: 0.0
            """;

    @TempDir private Path folder;

    @Test
    void readsWhatIsSaidAndFillsInTheRest() throws Exception {
        TrainingPlan plan = read(PLAN);
        assertThat(plan.base()).isEqualTo(folder.resolve("models/base"));
        assertThat(plan.learn()).isEqualTo(new LearnedPart(3, Embeddings.FROZEN));
        assertThat(plan.schedule())
                .isEqualTo(new Schedule(200, 32, 2e-5, 20, 0.01, 1, 0.05, 64, 50, 0));
        assertThat(plan.student().layers()).containsExactly(1, 3);
        assertThat(plan.vectors())
                .isEqualTo(
                        new VectorPlan(
                                List.of(
                                        new VectorPlan.Prefix(384, 1),
                                        new VectorPlan.Prefix(64, 1)),
                                Optional.of(new VectorPlan.Head(64, 1))));
        assertThat(plan.tasks())
                .containsExactly(
                        new TaskPlan(
                                "interest",
                                folder.resolve("posts.jsonl"),
                                new Labelled("body", "about"),
                                new TaskObjective(Loss.INFONCE, 0.05, 0.1),
                                1),
                        new TaskPlan(
                                "search",
                                Path.of("/data/pairs.jsonl.gz"),
                                new Paired("title", "body"),
                                new TaskObjective(Loss.MSE, 0.05, 0),
                                2));
    }

    @Test
    void readsWhatIsHeldOutAndWhatIsScoredOnly() throws Exception {
        TrainingPlan plan =
                read(
                        """
                        base: base
                        learn: {layers: 1}
                        schedule: {steps: 10, mixing: 0.5}
                        scores: {every: 5, patience: 3, tolerance: 0.01, average: 0.5}
                        tasks:
                          tag:
                            file: posts.tsv
                            where: {lang: en, kind: [a, b]}
                            except: {topic: ""}
                            without: '#\\S+'
                            shortest: 20
                            distinct: 30
                            query: tag
                            passage: body
                            heldout:
                              unseen: {by: tag, share: 0.2, text: body, label: tag}
                              own: {file: other.tsv, dev: 0.5, most: 50, measure: first}
                        zeroshot:
                          alike: {file: pairs.tsv, first: a, second: b, score: points}
                        """);
        assertThat(plan.schedule().mixing()).isEqualTo(0.5);
        assertThat(plan.scoring()).isEqualTo(new ScoringPlan(5, 300, 64, 3, 0.01, 0.5));
        TaskPlan tag = plan.tasks().get(0);
        Selection selection = tag.data().selection();
        assertThat(selection.where())
                .containsExactly(
                        new Condition("lang", List.of("en")),
                        new Condition("kind", List.of("a", "b")));
        assertThat(selection.except()).containsExactly(new Condition("topic", List.of("")));
        assertThat(selection.without().orElseThrow().pattern()).isEqualTo("#\\S+");
        assertThat(selection.shortest()).isEqualTo(20);
        assertThat(selection.distinct()).isEqualTo(30);
        assertThat(tag.heldOut())
                .containsExactly(
                        new HeldOutPlan(
                                "unseen",
                                new DataPlan(
                                        tag.data().file(), new Labelled("body", "tag"), selection),
                                Optional.of("tag"),
                                Optional.of(0.2),
                                0.3,
                                1000,
                                Measure.NDCG),
                        new HeldOutPlan(
                                "own",
                                new DataPlan(
                                        folder.resolve("other.tsv"),
                                        new Paired("tag", "body"),
                                        Selection.ALL),
                                Optional.empty(),
                                Optional.empty(),
                                0.5,
                                50,
                                Measure.FIRST));
        assertThat(plan.zeroShot())
                .containsExactly(
                        new ZeroShotPlan(
                                "alike",
                                new DataPlan(
                                        folder.resolve("pairs.tsv"),
                                        new Scored("a", "b", "points"),
                                        Selection.ALL),
                                1000,
                                Measure.SPEARMAN));
    }

    @Test
    void theExampleIsAPlan() throws Exception {
        TrainingPlan plan = PlanFile.read(Path.of("examples/social-posts.yaml"));
        assertThat(plan.tasks())
                .extracting(TaskPlan::name)
                .containsExactly("interest", "event", "story", "hashtag", "search", "general");
        assertThat(plan.zeroShot())
                .extracting(ZeroShotPlan::name)
                .containsExactly("banking77", "stackoverflow", "sib200", "stsb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"languages", "languages-vocabulary", "student", "transfer"})
    void theOtherExamplesArePlans(String name) throws Exception {
        assertThat(PlanFile.read(Path.of("examples", name + ".yaml")).tasks())
                .anyMatch(task -> !task.heldOut().isEmpty());
    }

    @Test
    void aPlanNeedsATaskWithStepsOfItsOwn() {
        assertThatThrownBy(() -> besides("a: {file: a, text: t, beside: 4}"))
                .hasMessageContaining(
                        "tasks all stand beside others; leave beside out of at least");
        TrainingPlan plan = besides("a: {file: a, text: t, beside: 4}\n  b: {file: b, text: t}");
        assertThatThrownBy(() -> plan.only("a"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("'a' stands beside others and has no steps of its own");
        assertThat(plan.only("b")).isEqualTo(plan);
    }

    private static TrainingPlan besides(String tasks) {
        return PlanFile.parse(
                Path.of("plan.yaml"),
                "base: x\nlearn: {layers: 1}\nschedule: {steps: 2}\ntasks:\n  " + tasks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers: 3 | layers: none | 7: learn.layers is 'none': give a whole number",
                "layers: 3 | layers: 3, 4 | 7: learn.layers is '3, 4'",
                "steps: 200 | steps: 0 | 9: schedule.steps is '0': give a whole number",
                "rate: 2e-5 | rate: -1 | 10: schedule.rate is '-1': give a number above 0",
                "rate: 2e-5 | rat: 1 | 10: schedule.rat is not known here; known are steps, batch",
                "anchor: 0.1 | anchor: x | 2: anchor is 'x': give a number above 0",
                "[384, 64] | 64 | 4: matryoshka.sizes is '64': give a list of numbers",
                "[384, 64] | [0] | 4: matryoshka.sizes is 'a list': give a list of whole numbers",
                "64]} | 64], weights: [1]} | 4: matryoshka has 2 sizes and 1 weights",
                "[1, 3] | [3, 1] | 3: student has layers that do not ascend",
                "size: 64 | size: 7 | 5: head.size is '7': give a whole number of 8 to",
                "base: models/base | bas: x | 1: the plan has no base",
                "loss: mse | loss: cosent | 17: tasks.search.loss is 'cosent': give infonce or mse,"
                        + " for",
                "anchor: 0.0 | anchor: -1 | 19: tasks.search.anchor is '-1': give 0 or a number"
                        + " above",
                "weight: 2 | wait: 2 | 18: tasks.search.wait is not known here",
                "weight: 2 | negatives: 1 | 13: tasks.search has negatives, and its loss knows"
                        + " none; leave them out, or let loss be infonce",
                "weight: 2 | beside: 0 | 18: tasks.search.beside is '0': give a whole number of 1",
                "weight: 2 | heldout: {part: {share: 0.1, measure: spearman}} | 18:"
                        + " tasks.search.heldout.part.measure is 'spearman': give ndcg or first,"
                        + " for",
                "query: title | quest: title | 13: tasks.search has no query",
                "passage: body | text: body | 13: tasks.search needs either text and label, or",
                "steps: 200 | steps: [1] | 9: schedule.steps is 'a list'",
                "tasks: | tasks: [ | 13: no YAML",
                "weight: 2 | heldout: {unseen: {by: title}} | 18: tasks.search.heldout.unseen needs"
                        + " either a share",
                "weight: 2 | heldout: {unseen: {share: 2}} | 18: tasks.search.heldout.unseen.share"
                        + " is '2': give a number of 0 to 1",
                "weight: 2 | without: \"[\" | 13: tasks.search without is no regular expression",
                "weight: 2 | where: {lang: {en: 1}} | 18: tasks.search.where.lang is 'a list'",
                "label: about} | score: about} | 12: tasks.interest needs either text and label, or"
                        + " query",
                "rate: 2e-5 | mixing: 3 | 10: schedule.mixing is '3': give a number of 0 to 1",
            })
    void refusesAndNamesTheLine(String good, String bad, String message) throws Exception {
        assertThatThrownBy(() -> read(PLAN.replace(good, bad)))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("plan.yaml:" + message);
    }

    @Test
    void textsEnterByWhatTheirTaskSays() throws Exception {
        TrainingPlan plan = read("towers: {query: {layers: 2, prefix: 'find: '}}\n" + PLAN);
        assertThat(plan.towers())
                .containsOnly(entry(Role.QUERY, new Tower(2, Optional.of("find: "))));
        assertThat(plan.tasks())
                .extracting(task -> task.fields().queryRole())
                .containsExactly(Role.PASSAGE, Role.QUERY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "member | 1: towers.member is entered by no task, so nothing would be learned of"
                        + " it; give a task query, passage and 'role: member'",
                "passage | 1: towers.passage is not known here; known are query, member",
            })
    void aTowerThatNoTextEntersByIsRefused(String role, String message) {
        assertThatThrownBy(() -> read("towers: {%s: {layers: 1}}\n".formatted(role) + PLAN))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLargerVocabularyIsOfAllTasksUnlessItSays() throws Exception {
        String open = PLAN.replace("layers: 3", "layers: 3\n  embeddings: true");
        assertThat(read(open).vocabulary()).isEmpty();
        assertThat(read("vocabulary: {add: 400}\n" + open).vocabulary())
                .hasValue(new VocabularyPlan(400, List.of("interest", "search"), Texts.ALL, 3));
        assertThat(
                        read("vocabulary: {add: 4, from: [search], texts: queries, least:"
                                        + " 9}\n"
                                        + open)
                                .vocabulary())
                .hasValue(new VocabularyPlan(4, List.of("search"), Texts.QUERIES, 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "embeddings: true | embeddings: false | 1: vocabulary adds pieces, and"
                        + " learn.embeddings is false, so that nothing would be learned of them:"
                        + " set it to true",
                "[search] | [serch] | 1: vocabulary is from 'serch', and the plan has no such task,"
                        + " but interest, search",
                "[search] | search | 1: vocabulary.from is 'search': give a list of words",
                "[search] | [] | 1: vocabulary.from is 'a list': give a list of words",
                "add: 4 | add: 0 | 1: vocabulary.add is '0': give a whole number of 1 to 65536",
                "add: 4, | | 1: vocabulary has no add",
                "from | fro | 1: vocabulary.fro is not known here; known are add, from, texts",
                "queries | titles | 1: vocabulary.texts is 'titles': give all, queries or passages",
            })
    void aLargerVocabularyThatCannotBeIsRefused(String good, String bad, String message) {
        String plan =
                "vocabulary: {add: 4, from: [search], texts: queries}\n"
                        + PLAN.replace("layers: 3", "layers: 3\n  embeddings: true");
        String other = plan.replace(good, bad == null ? "" : bad);
        assertThatThrownBy(() -> read(other))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("plan.yaml:" + message);
    }

    @Test
    void theRateRisesAndFalls() {
        Schedule schedule = new Schedule(100, 32, 1, 10, 0.01, 1, 0.05, 64, 50, 0);
        assertThat(schedule.rateAt(0)).isEqualTo(0.1);
        assertThat(schedule.rateAt(9)).isEqualTo(1);
        assertThat(schedule.rateAt(10)).isEqualTo(1);
        assertThat(schedule.rateAt(55)).isEqualTo(0.5);
        assertThat(schedule.rateAt(99)).isBetween(0.0, 0.02);
    }

    private TrainingPlan read(String text) throws Exception {
        return PlanFile.read(Files.writeString(folder.resolve("plan.yaml"), text));
    }
}
