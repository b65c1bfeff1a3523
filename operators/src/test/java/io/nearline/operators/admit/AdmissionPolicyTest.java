package io.nearline.operators.admit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.text.PostText;
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
