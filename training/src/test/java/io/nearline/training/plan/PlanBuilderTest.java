package io.nearline.training.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.model.Tower;
import io.nearline.training.plan.Partner.Side;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.VocabularyPlan.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java says and what a file says is the same plan. */
class PlanBuilderTest {
    private static final Path DATA = Path.of("../../shared/data");

    @TempDir private Path folder;

    @Test
    void theExampleInJavaIsTheExampleInItsFile() throws Exception {
        String[] foreign = {"norge", "de", "Denmark", "france", "sweden", "italy", "mexico"};
        TrainingPlan built =
                new PlanBuilder(Path.of("../packaging/target/bundles/all-minilm-l6-v2"))
                        .seed(13)
                        .learn(3, Embeddings.FROZEN)
                        .schedule(new ScheduleBuilder(160).rate(1e-4).warmup(16).tokens(48))
                        .scores(
                                new ScoringBuilder()
                                        .every(40)
                                        .most(200)
                                        .patience(3)
                                        .tolerance(0.005)
                                        .average(0.5))
                        .anchor(1)
                        .task(
                                "interest",
                                new TaskBuilder(DATA.resolve("posts/reddit_a.jsonl.gz"))
                                        .where("lang_guess", "en")
                                        .except("topic", foreign)
                                        .shortest(15)
                                        .labelled("text", "topic")
                                        .weight(3)
                                        .heldOut("unseen", share(0.25).by("topic").most(350))
                                        .heldOut("seen", share(0.15).most(350)))
                        .task(
                                "event",
                                new TaskBuilder(DATA.resolve("posts/crisis_t26.jsonl.gz"))
                                        .where("lang_guess", "en")
                                        .where("reshare_of", "")
                                        .where(
                                                "related",
                                                "Related and informative",
                                                "Related - but not informative")
                                        .without("#\\S+|https?\\S+|@\\S+")
                                        .shortest(30)
                                        .labelled("text", "event")
                                        .weight(2)
                                        .heldOut("unseen", share(0.5).by("event").most(350)))
                        .task(
                                "story",
                                new TaskBuilder(DATA.resolve("reshares/reddit_same_link_a.tsv.gz"))
                                        .where("kind", "reworded")
                                        .paired("text1", "text2")
                                        .heldOut("links", share(0.1).by("link_group").most(250)))
                        .task(
                                "hashtag",
                                new TaskBuilder(DATA.resolve("topics/hashtag_tweets.tsv.gz"))
                                        .paired("hashtag", "text")
                                        .heldOut("unseen", tags(share(0.3).by("hashtag")))
                                        .heldOut("seen", tags(share(0.3).by("id"))))
                        .task(
                                "search",
                                new TaskBuilder(DATA.resolve("posts/reddit_a.jsonl.gz"))
                                        .where("lang_guess", "en")
                                        .where("body", "*")
                                        .except("topic", foreign)
                                        .shortest(15)
                                        .paired("text", "body")
                                        .weight(2)
                                        .heldOut("unseen", share(0.25).by("topic").most(200)))
                        .task(
                                "general",
                                new TaskBuilder(DATA.resolve("sts/stsb_en_train.tsv.gz"))
                                        .where("score", ">= 4")
                                        .paired("sentence1", "sentence2"))
                        .zeroShot(
                                "banking77",
                                new ZeroShotBuilder(DATA.resolve("topics/banking77_test.tsv.gz"))
                                        .labelled("text", "label")
                                        .most(500))
                        .zeroShot(
                                "stackoverflow",
                                new ZeroShotBuilder(
                                                DATA.resolve(
                                                        "topics/stackoverflow20_titles.tsv.gz"))
                                        .labelled("text", "label")
                                        .most(400))
                        .zeroShot(
                                "sib200",
                                new ZeroShotBuilder(DATA.resolve("topics/sib200_14lang.tsv.gz"))
                                        .where("lang", "eng_Latn")
                                        .labelled("text", "topic")
                                        .most(350))
                        .zeroShot(
                                "stsb",
                                new ZeroShotBuilder(DATA.resolve("sts/stsb_en_dev.tsv.gz"))
                                        .scored("sentence1", "sentence2", "score")
                                        .most(600))
                        .build();
        assertThat(built).isEqualTo(PlanFile.read(Path.of("examples/social-posts.yaml")));
    }

    @Test
    void everythingElseThatAFileCanSay() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("plan.yaml"),
                        """
                        base: base
                        seed: 7
                        learn: {layers: 2, embeddings: true}
                        schedule:
                          {steps: 40, batch: 16, decay: 0.02, clip: 2, temperature: 0.1,
                           checkpoint: 20, mixing: 0.5}
                        scores: {tokens: 48}
                        matryoshka: {sizes: [384, 64], weights: [1, 0.5]}
                        head: {size: 64, weight: 2, rate: 0.003}
                        student: {layers: [1, 3]}
                        vocabulary: {add: 400, from: [halves, own], texts: queries, least: 2}
                        towers: {query: {layers: 1}, member: {layers: 0, prefix: "me: "}}
                        tasks:
                          halves:
                            file: e
                            query: t
                            passage: t
                            partner: {by: n, where: {lang: [en]}, gives: query}
                            within: n
                          likes: {file: l, query: p, passage: t, role: member, negatives: 3}
                          alike: {file: a, first: f, second: s, score: n, loss: bce, temperature: 1}
                          own:
                            file: a
                            text: t
                            loss: mse
                            heldout:
                              theirs:
                                {file: b, source: u, licence: v, without: x, shortest: 3, distinct: 9, first: f, second: s, score: n,
                                 dev: 0.5}
                        """);
        TrainingPlan built =
                new PlanBuilder(folder.resolve("base"))
                        .seed(7)
                        .learn(2, Embeddings.LEARN)
                        .schedule(
                                new ScheduleBuilder(40)
                                        .batch(16)
                                        .decay(0.02)
                                        .clip(2)
                                        .temperature(0.1)
                                        .checkpoint(20)
                                        .mixing(0.5))
                        .scores(new ScoringBuilder().tokens(48))
                        .matryoshka(new VectorPlan.Prefix(384, 1), new VectorPlan.Prefix(64, 0.5))
                        .head(new VectorPlan.Head(64, 2, Optional.of(0.003)))
                        .student(1, 3)
                        .vocabulary(
                                new VocabularyBuilder(400)
                                        .from("halves", "own")
                                        .texts(Texts.QUERIES)
                                        .least(2))
                        .task(
                                "halves",
                                new TaskBuilder(folder.resolve("e"))
                                        .paired("t", "t")
                                        .within("n")
                                        .partner(
                                                new PartnerBuilder("n")
                                                        .where("lang", "en")
                                                        .gives(Side.QUERY)))
                        .tower(Role.QUERY, new Tower(1, Optional.empty()))
                        .tower(Role.MEMBER, new Tower(0, Optional.of("me: ")))
                        .task(
                                "likes",
                                new TaskBuilder(folder.resolve("l"))
                                        .paired("p", "t")
                                        .role(Role.MEMBER)
                                        .negatives(3))
                        .task(
                                "alike",
                                new TaskBuilder(folder.resolve("a"))
                                        .scored("f", "s", "n")
                                        .loss(Loss.BCE)
                                        .temperature(1))
                        .task(
                                "own",
                                new TaskBuilder(folder.resolve("a"))
                                        .single("t")
                                        .loss(Loss.MSE)
                                        .heldOut(
                                                "theirs",
                                                HeldOutBuilder.file(folder.resolve("b"))
                                                        .provenance("u", "v")
                                                        .without("x")
                                                        .shortest(3)
                                                        .distinct(9)
                                                        .scored("f", "s", "n")
                                                        .dev(0.5)))
                        .build();
        assertThat(built).isEqualTo(PlanFile.read(file));
    }

    @Test
    void refusesAsAFileDoesWithoutALine() {
        assertRefused(plan(0), "schedule.steps is '0': give a whole number of 1 to 16777216");
        assertRefused(plan(1).anchor(-1), "anchor is '-1.0': give a number above 0");
        assertRefused(plan(1).student(3, 1), "student has layers that do not ascend");
        assertRefused(new PlanBuilder(folder), "the plan has no schedule");
        assertRefused(
                plan(1).task("other", task().loss(Loss.BCE)),
                "tasks.other.loss is 'bce': give infonce, for these fields");
        assertRefused(
                plan(1).task("other", task().heldOut("part", share(0.1).shortest(3))),
                "tasks.other.heldout.part.shortest is not known here; known are ");
    }

    @Test
    void aPlanWithoutATaskIsRefused() {
        assertRefused(
                new PlanBuilder(folder)
                        .learn(1, Embeddings.FROZEN)
                        .schedule(new ScheduleBuilder(1)),
                "tasks has no task; give at least one");
    }

    @Test
    void aNameStandsOnce() {
        assertThatThrownBy(() -> plan(1).task("any", task()))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessage("tasks.any stands twice");
    }

    private PlanBuilder plan(int steps) {
        return new PlanBuilder(folder)
                .learn(1, Embeddings.FROZEN)
                .schedule(new ScheduleBuilder(steps))
                .task("any", task());
    }

    private TaskBuilder task() {
        return new TaskBuilder(folder.resolve("posts.jsonl")).labelled("text", "topic");
    }

    private static void assertRefused(PlanBuilder plan, String message) {
        assertThatThrownBy(plan::build)
                .isInstanceOf(InvalidPlanException.class)
                .message()
                .startsWith(message);
    }

    private static HeldOutBuilder share(double share) {
        return HeldOutBuilder.share(share);
    }

    private static HeldOutBuilder tags(HeldOutBuilder part) {
        return part.labelled("text", "hashtag").most(350);
    }
}
