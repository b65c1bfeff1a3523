package io.nearline.operators.admit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionPolicyTest {

    private static final ModelRef OLD = new ModelRef("old", "digest-1", null);
    private static final ModelRef NEW = new ModelRef("new", "digest-2", null);

    private static Admission decide(PostMemory known, PostText arrived) {
        return AdmissionPolicy.decide(serving(OLD), known, arrived);
    }

    private static List<ModelStanding> serving(ModelRef... models) {
        return Arrays.stream(models).map(ModelStanding::configured).toList();
    }

    private static PostMemory known(PostText post) {
        return new PostMemory(post.version().revision(), post.contentHash(), List.of(OLD.digest()));
    }

    private static final PostText SEEN = Records.text(aPost("p").revision(5).body("text").build());

    private static List<Action> actions(Admission admission) {
        return ((Admission.Admit) admission).tasks().stream().map(ModelTask::action).toList();
    }

    private static SkipReason reason(Admission admission) {
        return ((Admission.Skip) admission).reason();
    }

    @Test
    void embedsAPostItDoesNotKnow() {
        assertThat(actions(decide(null, SEEN))).containsExactly(Action.EMBED);
    }

    @Test
    void dropsAnEditOlderThanWhatItKnows() {
        PostText older = Records.text(aPost("p").revision(4).body("other").edited().build());

        Admission admission = decide(known(SEEN), older);

        assertThat(reason(admission)).isEqualTo(SkipReason.STALE);
        assertThat(admission.memory()).isNull();
    }

    @Test
    void dropsADeleteOlderThanWhatItKnows() {
        PostText older = Records.text(aPost("p").revision(4).deleted().build());

        assertThat(reason(decide(known(SEEN), older))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void dropsARepetition() {
        assertThat(reason(decide(known(SEEN), SEEN))).isEqualTo(SkipReason.REPEATED);
    }

    @Test
    void embedsAReplayOfWhatItKnows() {
        PostText replay = Records.replayedText(aPost("p").revision(5).body("text").build());

        assertThat(actions(decide(known(SEEN), replay))).containsExactly(Action.EMBED);
    }

    @Test
    void dropsAReplayOfAnotherTextThanTheNewest() {
        PostText replay = Records.replayedText(aPost("p").revision(4).body("other").build());

        assertThat(reason(decide(known(SEEN), replay))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void embedsAnOlderReplayOfTheNewestTextAndKeepsTheNewestRevisionKnown() {
        PostText replay = Records.replayedText(aPost("p").revision(4).body("text").build());

        Admission admission = decide(known(SEEN), replay);

        assertThat(actions(admission)).containsExactly(Action.EMBED);
        assertThat(admission.memory().revision()).isEqualTo(5);
    }

    private static Admission decideForBoth(PostMemory known, PostText arrived) {
        return AdmissionPolicy.decide(serving(OLD, NEW), known, arrived);
    }

    private static PostMemory knownToBoth(PostText post) {
        return new PostMemory(
                post.version().revision(), post.contentHash(), List.of(OLD.digest(), NEW.digest()));
    }

    private static List<ModelTask> tasks(Admission admission) {
        return ((Admission.Admit) admission).tasks();
    }

    @Test
    void embedsAReplayOnlyForTheModelsThatItNames() {
        for (long revision : List.of(4L, 5L)) {
            PostText replay =
                    Records.replayedFor(
                            aPost("p").revision(revision).body("text").build(), "new", "gone");

            Admission admission = decideForBoth(knownToBoth(SEEN), replay);

            assertThat(tasks(admission)).containsExactly(ModelTask.of(NEW, Action.EMBED));
            assertThat(admission.memory().revision()).isEqualTo(5);
            assertThat(admission.memory().models()).containsExactly(OLD.digest(), NEW.digest());
        }
    }

    /** It would be left with the attributes of an older revision, which nothing puts right. */
    @Test
    void anOlderReplayBringsNothingToAModelThatWasNotAskedForTheNewestRevision() {
        PostText unnamed = Records.replayedText(aPost("p").revision(4).body("text").build());
        PostText forNew = Records.replayedFor(aPost("p").revision(4).body("text").build(), "new");

        Admission admission = decideForBoth(known(SEEN), unnamed);

        assertThat(tasks(admission)).containsExactly(ModelTask.of(OLD, Action.EMBED));
        assertThat(admission.memory().models()).containsExactly(OLD.digest());
        assertThat(reason(decideForBoth(known(SEEN), forNew))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void doesNotClaimThatAModelWasAskedThatAReplayPassesOver() {
        PostText replay = Records.replayedFor(aPost("p").revision(5).body("text").build(), "old");

        Admission admission = decideForBoth(known(SEEN), replay);

        assertThat(admission.memory().models()).containsExactly(OLD.digest());
    }

    @Test
    void skipsAReplayForAModelThatDoesNotServe() {
        PostText replay = Records.replayedFor(aPost("p").revision(5).body("text").build(), "gone");

        Admission admission = decideForBoth(knownToBoth(SEEN), replay);

        assertThat(reason(admission)).isEqualTo(SkipReason.UNSERVED_MODEL);
        assertThat(admission.memory()).isNull();
    }

    @Test
    void embedsAReplayForAllModelsIfItsTextIsNotKnown() {
        PostText replay = Records.replayedFor(aPost("p").revision(5).body("text").build(), "old");
        PostText other = Records.replayedFor(aPost("p").revision(5).body("else").build(), "old");

        assertThat(actions(decideForBoth(null, replay)))
                .containsExactly(Action.EMBED, Action.EMBED);
        assertThat(actions(decideForBoth(knownToBoth(SEEN), other)))
                .containsExactly(Action.EMBED, Action.EMBED);
    }

    /** The job went back to before it saw that revision. */
    @Test
    void treatsANewerReplayAsALiveRecordOfTheModelsThatItDoesNotName() {
        PostText replay = Records.replayedFor(aPost("p").revision(6).body("text").build(), "old");

        Admission admission = decideForBoth(knownToBoth(SEEN), replay);

        assertThat(actions(admission)).containsExactly(Action.EMBED, Action.REUSE);
        assertThat(admission.memory().revision()).isEqualTo(6);
    }

    @Test
    void withdrawsForAllModelsWhateverAReplayNames() {
        PostText replay = Records.replayedFor(aPost("p").revision(6).deleted().build(), "old");

        assertThat(actions(decideForBoth(knownToBoth(SEEN), replay)))
                .containsExactly(Action.WITHDRAW, Action.WITHDRAW);
    }

    @Test
    void dropsAnOlderEventOfTheNewestTextThatIsNoReplay() {
        PostText older = Records.text(aPost("p").revision(4).body("text").build());

        assertThat(reason(decide(known(SEEN), older))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void neverBringsBackWhatWasWithdrawn() {
        PostText withdrawn = Records.text(aPost("p").revision(5).build());
        PostMemory memory = new PostMemory(5, withdrawn.contentHash(), List.of());
        PostText replay = Records.replayedText(aPost("p").revision(4).build());
        PostText replayOfText = Records.replayedText(aPost("p").revision(4).body("text").build());

        assertThat(reason(decide(memory, replay))).isEqualTo(SkipReason.STALE);
        assertThat(reason(decide(memory, replayOfText))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void reusesTheVectorOfAnUnchangedText() {
        PostText liked =
                Records.text(aPost("p").revision(6).body("text").attribute("likes", "9").build());

        assertThat(actions(decide(known(SEEN), liked))).containsExactly(Action.REUSE);
    }

    @Test
    void embedsAnUnchangedTextForAModelThatHasNotSeenIt() {
        PostText liked = Records.text(aPost("p").revision(6).body("text").build());

        assertThat(actions(AdmissionPolicy.decide(serving(OLD, NEW), known(SEEN), liked)))
                .containsExactly(Action.REUSE, Action.EMBED);
    }

    @Test
    void embedsAChangedText() {
        PostText edited = Records.text(aPost("p").revision(6).body("new text").edited().build());

        assertThat(actions(decide(known(SEEN), edited))).containsExactly(Action.EMBED);
    }

    @Test
    void withdrawsADeletedPostEvenIfItIsUnknown() {
        PostText deleted = Records.text(aPost("p").revision(6).deleted().build());

        assertThat(actions(decide(null, deleted))).containsExactly(Action.WITHDRAW);
        assertThat(actions(decide(known(SEEN), deleted))).containsExactly(Action.WITHDRAW);
    }

    @Test
    void embedsAgainAfterADelete() {
        PostText deleted = Records.text(aPost("p").revision(6).deleted().build());
        PostMemory memory = decide(known(SEEN), deleted).memory();
        PostText back = Records.text(aPost("p").revision(7).body("text").build());

        assertThat(actions(decide(memory, back))).containsExactly(Action.EMBED);
    }

    @Test
    void withdrawsAPostWhoseTextWasRemoved() {
        PostText emptied = Records.text(aPost("p").revision(6).body("").edited().build());

        assertThat(actions(decide(known(SEEN), emptied))).containsExactly(Action.WITHDRAW);
    }

    @Test
    void skipsANewPostWithoutTextButRemembersIt() {
        PostText empty = Records.text(aPost("p").revision(6).body("").created().build());

        Admission admission = decide(null, empty);

        assertThat(reason(admission)).isEqualTo(SkipReason.EMPTY);
        assertThat(admission.memory().revision()).isEqualTo(6);
    }
}
