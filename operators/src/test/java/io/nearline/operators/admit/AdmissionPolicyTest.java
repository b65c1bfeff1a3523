package io.nearline.operators.admit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.operators.Records;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.text.PostText;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionPolicyTest {

    private static final ModelId OLD = new ModelId("old", "digest-1");
    private static final ModelId NEW = new ModelId("new", "digest-2");

    private final AdmissionPolicy policy = new AdmissionPolicy(List.of(OLD));

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
        assertThat(actions(policy.decide(null, SEEN))).containsExactly(Action.EMBED);
    }

    @Test
    void dropsAnEditOlderThanWhatItKnows() {
        PostText older = Records.text(aPost("p").revision(4).body("other").edited().build());

        Admission admission = policy.decide(known(SEEN), older);

        assertThat(reason(admission)).isEqualTo(SkipReason.STALE);
        assertThat(admission.memory()).isNull();
    }

    @Test
    void dropsADeleteOlderThanWhatItKnows() {
        PostText older = Records.text(aPost("p").revision(4).deleted().build());

        assertThat(reason(policy.decide(known(SEEN), older))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void dropsARepetition() {
        assertThat(reason(policy.decide(known(SEEN), SEEN))).isEqualTo(SkipReason.REPEATED);
    }

    @Test
    void embedsAReplayOfWhatItKnows() {
        PostText replay = Records.replayedText(aPost("p").revision(5).body("text").build());

        assertThat(actions(policy.decide(known(SEEN), replay))).containsExactly(Action.EMBED);
    }

    @Test
    void dropsAReplayOlderThanWhatItKnows() {
        PostText replay = Records.replayedText(aPost("p").revision(4).body("text").build());

        assertThat(reason(policy.decide(known(SEEN), replay))).isEqualTo(SkipReason.STALE);
    }

    @Test
    void reusesTheVectorOfAnUnchangedText() {
        PostText liked =
                Records.text(aPost("p").revision(6).body("text").attribute("likes", "9").build());

        assertThat(actions(policy.decide(known(SEEN), liked))).containsExactly(Action.REUSE);
    }

    @Test
    void embedsAnUnchangedTextForAModelThatHasNotSeenIt() {
        PostText liked = Records.text(aPost("p").revision(6).body("text").build());

        assertThat(actions(new AdmissionPolicy(List.of(OLD, NEW)).decide(known(SEEN), liked)))
                .containsExactly(Action.REUSE, Action.EMBED);
    }

    @Test
    void embedsAChangedText() {
        PostText edited = Records.text(aPost("p").revision(6).body("new text").edited().build());

        assertThat(actions(policy.decide(known(SEEN), edited))).containsExactly(Action.EMBED);
    }

    @Test
    void withdrawsADeletedPostEvenIfItIsUnknown() {
        PostText deleted = Records.text(aPost("p").revision(6).deleted().build());

        assertThat(actions(policy.decide(null, deleted))).containsExactly(Action.WITHDRAW);
        assertThat(actions(policy.decide(known(SEEN), deleted))).containsExactly(Action.WITHDRAW);
    }

    @Test
    void embedsAgainAfterADelete() {
        PostText deleted = Records.text(aPost("p").revision(6).deleted().build());
        PostMemory memory = policy.decide(known(SEEN), deleted).memory();
        PostText back = Records.text(aPost("p").revision(7).body("text").build());

        assertThat(actions(policy.decide(memory, back))).containsExactly(Action.EMBED);
    }

    @Test
    void withdrawsAPostWhoseTextWasRemoved() {
        PostText emptied = Records.text(aPost("p").revision(6).body("").edited().build());

        assertThat(actions(policy.decide(known(SEEN), emptied))).containsExactly(Action.WITHDRAW);
    }

    @Test
    void skipsANewPostWithoutTextButRemembersIt() {
        PostText empty = Records.text(aPost("p").revision(6).body("").created().build());

        Admission admission = policy.decide(null, empty);

        assertThat(reason(admission)).isEqualTo(SkipReason.EMPTY);
        assertThat(admission.memory().revision()).isEqualTo(6);
    }
}
