package io.nearline.operators.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderRefusalTest {

    @ParameterizedTest
    @CsvSource({"BACKFILL", "SURVEY"})
    void aRecordOfAFileSaysWhyItsReaderRefusedIt(Origin pass) {
        assertThat(ReaderRefusal.of(record("file", pass))).contains("body: found a list");
    }

    /** Whoever writes to a topic could set the header. */
    @ParameterizedTest
    @CsvSource({"posts, BACKFILL", "file, LIVE", "file, REPLAY"})
    void aRecordOfATopicIsNotAsked(String topic, Origin origin) {
        assertThat(ReaderRefusal.of(record(topic, origin))).isEmpty();
    }

    @Test
    void aRecordWithoutTheHeaderWasNotRefused() {
        assertThat(
                        ReaderRefusal.of(
                                new RawRecord(
                                        "file",
                                        0,
                                        0,
                                        0,
                                        List.of(),
                                        null,
                                        new byte[0],
                                        Origin.BACKFILL)))
                .isEmpty();
    }

    private static RawRecord record(String topic, Origin origin) {
        return new RawRecord(
                topic,
                0,
                0,
                0,
                List.of(ReaderRefusal.header("body: found a list")),
                null,
                new byte[0],
                origin);
    }
}
