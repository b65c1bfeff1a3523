package io.nearline.operators.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.record.RecordSize;
import io.nearline.schemas.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutRecordTest {

    private static final byte[] KEY = {1, 2};
    private static final int TOO_MANY_BYTES = RecordLimits.LARGEST_RECORD + 1;

    private static RawRecord record(List<RawHeader> headers, byte[] key, byte[] value) {
        return new RawRecord("posts", 3, 14, 15, headers, key, value, Origin.LIVE);
    }

    private static List<String> headers(RawRecord record) {
        return record.headers().stream()
                .map(
                        header ->
                                header.key()
                                        + ": "
                                        + new String(header.value(), StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    void leavesWhatFitsAsItIs() {
        RawRecord largest =
                record(List.of(), KEY, new byte[RecordLimits.LARGEST_RECORD - 2 * KEY.length]);

        assertThat(CutRecord.of(largest)).isSameAs(largest);
        assertThat(CutRecord.of(record(List.of(), null, null)).value()).isNull();
    }

    @Test
    void keepsTheBeginningOfAValueAndWhatIdentifiesTheWhole() {
        List<RawHeader> original = List.of(new RawHeader("from", new byte[] {'x'}));

        RawRecord cut = CutRecord.of(record(original, KEY, new byte[20 << 20]));

        assertThat(cut.value()).hasSize(CutRecord.VALUE_KEPT);
        assertThat(cut.key()).isEqualTo(KEY);
        assertThat(cut.offset()).isEqualTo(14);
        // head -c 20971520 /dev/zero | sha256sum
        assertThat(headers(cut))
                .containsExactly(
                        "from: x",
                        "nearline-cut-value: length=20971520 sha256="
                            + "cd52d81e25f372e6fa4db2c0dfceb59862c1969cab17096da352b34950c973cc");
    }

    @Test
    void keepsTheValueWholeWhereOnlyTheKeyIsLarge() {
        byte[] value = {7};

        RawRecord cut = CutRecord.of(record(List.of(), new byte[TOO_MANY_BYTES], value));

        assertThat(cut.value()).isEqualTo(value);
        assertThat(cut.key()).hasSize(CutRecord.KEY_KEPT);
        assertThat(cut.headers()).extracting(RawHeader::key).containsExactly(CutRecord.KEY_HEADER);
    }

    @Test
    void keepsTheFirstOfTooManyHeaders() {
        List<RawHeader> many = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            many.add(new RawHeader("h", null));
        }

        RawRecord cut = CutRecord.of(record(many, KEY, KEY));

        assertThat(RecordSize.of(cut)).isLessThan(CutRecord.HEADERS_KEPT + 1000);
        assertThat(cut.headers()).hasSizeGreaterThan(900);
        RawHeader last = cut.headers().get(cut.headers().size() - 1);
        assertThat(last.key()).isEqualTo(CutRecord.HEADERS_HEADER);
        assertThat(new String(last.value(), StandardCharsets.US_ASCII))
                .isEqualTo("kept=%d of=200000".formatted(cut.headers().size() - 1));
    }
}
