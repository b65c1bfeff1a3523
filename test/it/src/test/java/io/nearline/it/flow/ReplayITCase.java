package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.operators.record.Origin;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.FakeEmbedder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplayITCase {

    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    @Test
    void aReplayedDeadLetterBecomesAnUpdateUnlessSomethingNewerIsPublished() throws Exception {
        model.refuse("storm");
        try (JobRig rig = JobRig.in(directory);
                RunningJob job = rig.start(model)) {
            rig.topics()
                    .publish(
                            List.of(
                                    aPost("current").body("storm").build(),
                                    aPost("outdated").body("storm").build(),
                                    aPost("outdated").revision(2).body("rain").build()));
            job.waiting().until(() -> rig.topics().deadLetters().size() == 2);
            model.accept("storm");
            replay(rig.topics());
            job.awaitRead(5);
            job.drain();

            assertThat(rig.topics().updates())
                    .extracting(
                            IndexUpdate::getPostId,
                            IndexUpdate::getRevision,
                            IndexUpdate::getOrigin)
                    .containsExactlyInAnyOrder(
                            tuple("outdated", 2L, UpdateOrigin.LIVE),
                            tuple("current", 1L, UpdateOrigin.REPLAY));
            assertThat(rig.topics().deadLetters()).hasSize(2);
        }
    }

    /** What a person does: the value again, under its key, marked. */
    private static void replay(LocalTopics topics) throws Exception {
        for (DeadLetter letter : topics.deadLetters()) {
            topics.publish(
                    bytes(letter.getKey()),
                    bytes(letter.getValue()),
                    Map.of(Origin.HEADER, "replay"));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
