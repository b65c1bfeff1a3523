package io.nearline.operators.merge;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.admit.ModelRef;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import java.nio.ByteBuffer;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecodeBackfillTest {

    private OneInputStreamOperatorTestHarness<RawRecord, Arrival> stage;

    @BeforeEach
    void open() throws Exception {
        stage = ProcessFunctionTestHarnesses.forProcessFunction(new DecodeBackfill());
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void writesDownWhatItCannotDecodeAndGoesOn() throws Exception {
        RawRecord bad = Records.raw(new byte[] {1, 2, 3});
        stage.processElement(bad, 0);
        stage.processElement(
                Backfilled.raw(
                        aPost("p").body("rain").build(),
                        new ModelRef("m", "digest", null),
                        new Backfill("b", 5)),
                0);

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
}
