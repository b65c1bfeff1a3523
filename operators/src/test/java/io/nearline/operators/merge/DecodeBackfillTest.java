package io.nearline.operators.merge;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorEncoding;
import java.nio.ByteBuffer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecodeBackfillTest {

    private OneInputStreamOperatorTestHarness<RawRecord, Arrival> stage;

    @BeforeEach
    void open() throws Exception {
        stage = stage(PostsInReach.ALWAYS);
        stage.open();
    }

    /** The stage of a job that would see every change since that time if it started anew. */
    private static OneInputStreamOperatorTestHarness<RawRecord, Arrival> stage(long since)
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(
                        new DecodeBackfill(new Since(since), VectorEncoding.FLOAT32)));
    }

    private static RawRecord vector(String postId, long asOf) {
        return Backfilled.raw(
                aPost(postId).body("rain").build(),
                new ModelRef("m", "digest", null),
                new Backfill("b", asOf));
    }

    private record Since(long sinceStart) implements PostsInReach {
        @Override
        public long sinceOldest(long emptied) {
            return ALWAYS;
        }
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void writesDownWhatItCannotDecodeAndGoesOn() throws Exception {
        RawRecord bad = Records.raw(new byte[] {1, 2, 3});
        stage.processElement(bad, 0);
        stage.processElement(vector("p", 5), 0);

        assertThat(stage.extractOutputValues()).extracting(Arrival::postId).containsExactly("p");
        assertThat(stage.getSideOutput(DeadLetters.TAG))
                .singleElement()
                .satisfies(
                        letter -> {
                            DeadLetter written =
                                    AvroCodec.of(DeadLetter.class)
                                            .decode(letter.getValue().value());
                            assertThat(written.getStage()).isEqualTo(DeadLetterStage.DECODE);
                            assertThat(written.getValue()).isEqualTo(ByteBuffer.wrap(bad.value()));
                        });
    }

    @Test
    void passesOverWhatWasReadBeforeTheJobsOwnMemoryBeganAlsoAfterARestart() throws Exception {
        stage.close();
        stage = stage(1_000);
        stage.open();
        assertOnlyTheNewerPasses();
        OperatorSubtaskState checkpoint = stage.snapshot(1, 1);
        stage.close();

        stage = stage(PostsInReach.ALWAYS);
        stage.initializeState(checkpoint);
        stage.open();
        assertOnlyTheNewerPasses();
    }

    private void assertOnlyTheNewerPasses() throws Exception {
        stage.processElement(vector("older", 999), 0);
        stage.processElement(vector("newer", 1_000), 0);

        assertThat(stage.extractOutputValues())
                .extracting(Arrival::postId)
                .containsExactly("newer");
        assertThat(stage.getSideOutput(DeadLetters.TAG)).isNull();
    }

    @Test
    void passesOverVectorsThatAreWorseThanTheJobsOwn() throws Exception {
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        IndexUpdate.Builder update = IndexUpdate.newBuilder(codec.decode(vector("p", 5).value()));
        update.setVectorEncoding(VectorEncoding.FLOAT16);

        stage.processElement(Records.raw(codec.encode(update.build())), 0);

        assertThat(stage.extractOutputValues()).isEmpty();
        assertThat(stage.getSideOutput(DeadLetters.TAG)).isNull();
    }
}
