package io.nearline.operators.admit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.merge.Backfilled;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.record.Backfill;
import io.nearline.schemas.PostEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePolicyTest {

    private static final Duration MEMORY = Duration.ofDays(90);
    private static final long AS_OF = 1_700_000_000_000L;
    private static final Backfill BACKFILL = new Backfill("night-run", AS_OF);
    private static final ModelRef OLD = new ModelRef("old", "digest-1", null);
    private static final ModelRef NEW = new ModelRef("new", "digest-2", null);
    private static final List<ModelStanding> BOTH =
            List.of(ModelStanding.configured(OLD), ModelStanding.configured(NEW));
    private static final PostEvent FIFTH = aPost("p").revision(5).body("rain").build();

    private final MergePolicy policy = new MergePolicy(MEMORY);

    private Admission decide(PostMemory known, PostEvent backfilled) {
        return decide(known, backfilled, NEW, AS_OF);
    }

    private Admission decide(PostMemory known, PostEvent backfilled, ModelRef model, long now) {
        return policy.decide(BOTH, known, Backfilled.arrival(backfilled, model, BACKFILL), now);
    }

    private static PostMemory known(PostEvent event) {
        return new PostMemory(
                event.getRevision(), Records.text(event).contentHash(), List.of(OLD.digest()));
    }

    private static PostMemory withdrawnAt(long revision) {
        PostEvent deleted = aPost("p").revision(revision).deleted().build();
        return AdmissionPolicy.decide(BOTH, known(FIFTH), Records.text(deleted)).memory();
    }

    private static PostMemory createdEmptyAt(long revision) {
        PostEvent empty = aPost("p").revision(revision).created().build();
        return AdmissionPolicy.decide(BOTH, null, Records.text(empty)).memory();
    }

    private static SkipReason reason(Admission admission) {
        return ((Admission.Skip) admission).reason();
    }

    private static void assertMerged(Admission admission) {
        assertThat(((Admission.Admit) admission).tasks())
                .singleElement()
                .satisfies(
                        task -> {
                            assertThat(task.action()).isEqualTo(Action.MERGE);
                            assertThat(task.model()).isEqualTo(NEW);
                            assertThat(task.merged()).isNotNull();
                        });
    }

    @Test
    void mergesAPostItDoesNotKnowAndStillDoesNotKnowIt() {
        Admission admission = decide(null, FIFTH);

        assertMerged(admission);
        assertThat(admission.memory()).isNull();
    }

    @Test
    void mergesTheRevisionItKnows() {
        assertMerged(decide(known(FIFTH), FIFTH));
    }

    @Test
    void mergesARevisionThatTheLiveJobHasYetToReadWithoutMakingItKnown() {
        Admission admission = decide(known(aPost("p").revision(4).body("sun").build()), FIFTH);

        assertMerged(admission);
        assertThat(admission.memory()).isNull();
    }

    @Test
    void skipsARevisionOlderThanWhatItKnows() {
        PostMemory newer = known(aPost("p").revision(6).body("sun").build());

        assertThat(reason(decide(newer, FIFTH))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void skipsWhatWasWithdrawnLater() {
        assertThat(reason(decide(withdrawnAt(6), FIFTH))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void skipsWhatWasWithdrawnAtThisVeryRevision() {
        assertThat(reason(decide(createdEmptyAt(5), FIFTH))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void mergesWhatCameBackAfterADelete() {
        assertMerged(decide(withdrawnAt(4), FIFTH));
    }

    @Test
    void skipsAModelThatIsNotServed() {
        ModelRef other = new ModelRef("other", "digest-3", null);

        assertThat(reason(decide(null, FIFTH, other, AS_OF))).isEqualTo(SkipReason.UNSERVED_MODEL);
    }

    @Test
    void skipsAnotherBundleUnderTheNameOfAServedModel() {
        ModelRef impostor = new ModelRef(NEW.name(), "digest-3", null);

        assertThat(reason(decide(null, FIFTH, impostor, AS_OF)))
                .isEqualTo(SkipReason.UNSERVED_MODEL);
    }

    @Test
    void skipsWhatWasReadSoLongAgoThatALaterChangeMayBeForgotten() {
        long forgotten = AS_OF + MEMORY.toMillis();

        assertMerged(decide(null, FIFTH, NEW, forgotten - 1));
        assertThat(reason(decide(null, FIFTH, NEW, forgotten))).isEqualTo(SkipReason.BEYOND_MEMORY);
        assertThat(reason(decide(known(FIFTH), FIFTH, NEW, forgotten)))
                .isEqualTo(SkipReason.BEYOND_MEMORY);
    }

    @Test
    void remembersThatTheModelHasTheKnownText() {
        PostMemory learned = decide(known(FIFTH), FIFTH).memory();

        assertThat(learned.revision()).isEqualTo(5);
        assertThat(learned.models()).containsExactly(OLD.digest(), NEW.digest());
        PostEvent liked = aPost("p").revision(6).body("rain").attribute("likes", "9").build();
        Admission later = AdmissionPolicy.decide(BOTH, learned, Records.text(liked));
        assertThat(((Admission.Admit) later).tasks())
                .extracting(ModelTask::action)
                .containsExactly(Action.REUSE, Action.REUSE);
    }

    @Test
    void doesNotRememberTheModelForAnotherTextOfTheSameRevision() {
        PostMemory known = known(aPost("p").revision(5).body("sun").build());

        assertThat(decide(known, FIFTH).memory()).isNull();
    }

    @Test
    void remembersTheModelOnce() {
        PostMemory learned = decide(known(FIFTH), FIFTH).memory();

        assertThat(decide(learned, FIFTH).memory()).isNull();
    }
}
