package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AvroCodecTest {

    /** C3 01, then the fingerprint of version 1 of PostEvent as other Avro libraries give it. */
    private static final String HEADER = "c301" + "c9634149d87b3f2b";

    /** Post id p1, revision 7, CREATE, 1000 ms, seven nulls, no hashtags, no attributes. */
    private static final String SMALLEST_BODY = "047031" + "0e" + "02" + "d00f" + "00".repeat(9);

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);

    @Test
    void readsMessageWrittenByHand() {
        assertThat(codec.decode(HexFormat.of().parseHex(HEADER + SMALLEST_BODY)))
                .isEqualTo(smallest().build());
    }

    @ParameterizedTest
    @FieldSource("io.nearline.schemas.FrozenVersion#TYPES")
    void readsWhatItWrote(Class<? extends SpecificRecord> type) {
        assertRoundTrip(type);
    }

    @Test
    void keepsNothingOfTheRecordBefore() {
        PostEvent full = SampleRecords.postEvent();
        byte[] small = codec.encode(smallest().build());
        codec.encode(full);
        assertThat(codec.encode(smallest().build())).isEqualTo(small);
        codec.decode(codec.encode(full));
        assertThat(codec.decode(small)).isEqualTo(smallest().build());
    }

    @Test
    void keepsNothingOfRecordThatFailedHalfWay() {
        byte[] expected = codec.encode(smallest().build());
        PostEvent incomplete = smallest().build();
        incomplete.put("attributes", Map.of("key", 1));

        assertThatThrownBy(() -> codec.encode(incomplete)).isInstanceOf(ClassCastException.class);

        assertThat(codec.encode(smallest().build())).isEqualTo(expected);
    }

    @Test
    void recordsOfMegabytesPass() {
        PostEvent large = smallest().setBody("x".repeat(5_000_000)).build();
        assertThat(codec.decode(codec.encode(large))).isEqualTo(large);
        assertThat(codec.decode(codec.encode(smallest().build()))).isEqualTo(smallest().build());
    }

    @Test
    void awkwardCharactersPass() {
        PostEvent awkward =
                smallest()
                        .setBody("\u0000 \u202Eright to left\u202C 👩🏽‍🚀 e\u0301 ไทย \uFFFF")
                        .setHashtags(List.of("", " "))
                        .build();
        assertThat(codec.decode(codec.encode(awkward))).isEqualTo(awkward);
    }

    @Test
    void loneSurrogateIsWrittenAsQuestionMark() {
        PostEvent lone = smallest().setBody("a\uD83Db").build();
        assertThat(codec.decode(codec.encode(lone)).getBody()).isEqualTo("a?b");
    }

    private static <T extends SpecificRecord> void assertRoundTrip(Class<T> type) {
        AvroCodec<T> codec = AvroCodec.of(type);
        T datum = type.cast(SampleRecords.of(type));
        assertThat(codec.decode(codec.encode(datum))).isEqualTo(datum);
    }

    private static PostEvent.Builder smallest() {
        return PostEvent.newBuilder()
                .setPostId("p1")
                .setRevision(7)
                .setKind(PostEventKind.CREATE)
                .setEventTime(Instant.ofEpochMilli(1000));
    }
}
