package io.nearline.operations.rollout;

import static io.nearline.testkit.Updates.delete;
import static io.nearline.testkit.Updates.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.operations.rollout.VectorInspection.Length;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndexSurveyTest {

    private static final String OLD = "old";
    private static final String NEW = "new";

    private final IndexSurvey survey =
            new IndexSurvey(Optional.of(surveyed(OLD, 100)), surveyed(NEW, 100));

    @Test
    void aPostIsCoveredByAVectorOfTheSameRevision() {
        apply(upsert("a", 3, OLD), upsert("a", 3, NEW), upsert("b", 1, OLD));

        assertThat(survey.coverage()).isEqualTo(new Coverage(2, 1));
        assertThat(survey.uncovered()).containsExactly("b");
    }

    @Test
    void aVectorOfAnOlderRevisionDoesNotCover() {
        apply(upsert("a", 3, NEW), upsert("a", 4, OLD));

        assertThat(survey.coverage()).isEqualTo(new Coverage(1, 0));
    }

    @Test
    void aVectorOfALaterRevisionCovers() {
        apply(upsert("a", 4, NEW), upsert("a", 3, OLD));

        assertThat(survey.coverage()).isEqualTo(new Coverage(1, 1));
    }

    @Test
    void aDeletedPostIsNotLive() {
        apply(upsert("a", 1, OLD), upsert("a", 1, NEW), delete("a", 2, OLD));

        assertThat(survey.coverage()).isEqualTo(new Coverage(0, 0));
    }

    @Test
    void aDeleteThatReachedOnlyTheNewModelYetIsNoGap() {
        apply(upsert("a", 1, OLD), upsert("a", 1, NEW), delete("a", 2, NEW));

        assertThat(survey.uncovered()).isEmpty();
    }

    @Test
    void findsPostsThatOnlyTheNewModelStillHolds() {
        apply(upsert("deleted", 1, OLD), upsert("deleted", 1, NEW), delete("deleted", 2, OLD));
        apply(upsert("both", 1, OLD), upsert("both", 1, NEW));
        apply(upsert("unmet", 1, NEW));
        apply(delete("behind", 1, OLD), upsert("behind", 2, NEW));

        assertThat(survey.ghosts()).isEqualTo(new Ghosts(4, 1, 1));
        assertThat(survey.ghosts().judge(NEW, 0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(survey.ghosts().judge(NEW, 0).remedy()).contains("under another name");
    }

    @Test
    void aTombstoneOfTheActiveModelWithdrawsWhateverTheRevision() {
        apply(upsert("a", 1, OLD), upsert("a", 1, NEW));
        survey.apply(Updates.key(upsert("a", 1, OLD)), null);

        assertThat(survey.ghosts()).isEqualTo(new Ghosts(1, 1, 0));
    }

    @Test
    void aPostThatBothHaveWithdrawnIsNoGhost() {
        apply(upsert("a", 1, OLD), upsert("a", 1, NEW), delete("a", 2, OLD), delete("a", 2, NEW));

        assertThat(survey.ghosts()).isEqualTo(new Ghosts(0, 0, 0));
        assertThat(survey.ghosts().judge(NEW, 0).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void aDeleteOfAnOlderRevisionIsAGap() {
        apply(delete("a", 1, NEW), upsert("a", 2, OLD));

        assertThat(survey.uncovered()).containsExactly("a");
    }

    @Test
    void aTombstoneWithdrawsAPost() {
        apply(upsert("a", 1, OLD), upsert("a", 1, NEW));
        survey.apply(Updates.key(upsert("a", 1, NEW)), null);

        assertThat(survey.uncovered()).containsExactly("a");
    }

    @Test
    void aVectorOfAnotherBundleDoesNotCoverAndIsUnfit() {
        apply(upsert("a", 1, OLD), Updates.ofOtherBundle(upsert("a", 1, NEW)));

        assertThat(survey.coverage()).isEqualTo(new Coverage(1, 0));
        assertThat(survey.health().defects()).containsEntry(Defect.OTHER_DIGEST, 1L);
    }

    @Test
    void onlyTheNewestVectorOfAPostCounts() {
        apply(upsert("a", 1, NEW, new float[8]), upsert("a", 2, NEW));

        assertThat(survey.health()).isEqualTo(new VectorHealth(1, Map.of(), 0));
    }

    @Test
    void postsWithTheVectorOfOtherPostsAreCounted() {
        float[] same = Updates.vectorOf("x");
        apply(upsert("a", 1, NEW, same), upsert("b", 1, NEW, same), upsert("c", 1, NEW));

        assertThat(survey.health().shared()).isEqualTo(2);
        assertThat(survey.health().judgeShared(0.05).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void equalVectorsOfEqualContentAreNotShared() {
        IndexUpdate first = upsert("a", 1, NEW);
        IndexUpdate copy = IndexUpdate.newBuilder(first).setPostId("b").build();
        apply(first, copy);

        assertThat(survey.health().shared()).isZero();
    }

    @Test
    void postsAreComparedAtTheSameRevisionWithSoundVectorsOnly() {
        apply(upsert("same", 1, OLD), upsert("same", 1, NEW));
        apply(upsert("behind", 2, OLD), upsert("behind", 1, NEW));
        apply(upsert("broken", 1, OLD), upsert("broken", 1, NEW, new float[8]));
        apply(upsert("gone", 1, OLD), upsert("gone", 1, NEW), delete("gone", 2, OLD));

        assertThat(survey.pairs().size()).isEqualTo(1);
    }

    @Test
    void otherModelsAreNoConcern() {
        apply(upsert("a", 1, "third"));

        assertThat(survey.coverage()).isEqualTo(new Coverage(0, 0));
        assertThat(survey.health().vectors()).isZero();
        assertThat(survey.unreadable()).isZero();
    }

    @Test
    void whatCannotBeReadIsCounted() {
        survey.apply(null, new byte[3]);
        survey.apply("no-model".getBytes(StandardCharsets.UTF_8), new byte[3]);
        survey.apply("a@new".getBytes(StandardCharsets.UTF_8), new byte[3]);

        assertThat(survey.unreadable()).isEqualTo(3);
    }

    @Test
    void aMissingVectorFailsTheGateOfCoverage() {
        for (int post = 0; post < 999; post++) {
            apply(upsert("p" + post, 1, OLD), upsert("p" + post, 1, NEW));
        }
        assertThat(survey.coverage().judge(NEW, 0.999).outcome()).isEqualTo(Outcome.PASSED);

        apply(upsert("q1", 1, OLD), upsert("q2", 1, OLD));
        CheckResult result = survey.coverage().judge(NEW, 0.999);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.remedy()).contains("backfill");
    }

    @Test
    void withoutLivePostsThereIsNothingToCover() {
        assertThat(survey.coverage().judge(NEW, 0.999).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    private void apply(IndexUpdate... updates) {
        for (IndexUpdate update : updates) {
            survey.apply(Updates.key(update), Updates.value(update));
        }
    }

    static SurveyedModel surveyed(String model, int sampleSize) {
        return SurveyedModel.of(
                model,
                new VectorInspection(ControlRecords.digest(model), Updates.DIMENSIONS, Length.UNIT),
                sampleSize);
    }
}
