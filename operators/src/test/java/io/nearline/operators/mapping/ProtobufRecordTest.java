package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtobufRecordTest {

    private final Descriptor post = descriptor();

    @Test
    void scalarsAreReadByTheirTypes() {
        Fields fields =
                ProtobufRecord.of(
                        with("id", "p-1")
                                .setField(field("version"), -1L)
                                .setField(field("small"), -1)
                                .setField(field("score"), 1.1f)
                                .setField(field("gone"), true)
                                .setField(field("photo"), TeamMessages.bytes())
                                .build());

        assertThat(fields.values())
                .containsEntry("id", new Text("p-1"))
                .containsEntry("version", new Whole(new BigInteger("18446744073709551615")))
                .containsEntry("small", new Whole(BigInteger.valueOf(4_294_967_295L)))
                .containsEntry("score", Fraction.of(1.1))
                .containsEntry("gone", new Flag(true))
                .containsEntry("photo", Bytes.BYTES);
    }

    @Test
    void timesAndWrappersAreWhatTheyStandFor() {
        Fields fields =
                ProtobufRecord.of(
                        with("at", timestamp(1_772_366_400, 250_000_000))
                                .setField(field("views"), Int64Value.of(0))
                                .build());

        assertThat(fields.values())
                .containsEntry("at", new Moment(Instant.parse("2026-03-01T12:00:00.250Z")))
                .containsEntry("views", new Whole(BigInteger.ZERO));
    }

    @Test
    void listsAndMapsKeepAllOfTheirValues() {
        Descriptor entry = post.findNestedTypeByName("LabelsEntry");
        Descriptor media = post.findNestedTypeByName("Media");
        Fields fields =
                ProtobufRecord.of(
                        with("tags", List.of("ferry", ""))
                                .addRepeatedField(
                                        field("labels"),
                                        DynamicMessage.newBuilder(entry)
                                                .setField(entry.findFieldByName("key"), "nothing")
                                                .build())
                                .addRepeatedField(
                                        field("media"),
                                        DynamicMessage.newBuilder(media)
                                                .setField(media.findFieldByName("alt"), "A pier")
                                                .build())
                                .build());

        assertThat(fields.values())
                .containsEntry("tags", new Items(List.of(new Text("ferry"), new Text(""))))
                .containsEntry("labels", new Fields(Map.of("nothing", new Whole(BigInteger.ZERO))))
                .containsEntry(
                        "media", new Items(List.of(new Fields(Map.of("alt", new Text("A pier"))))));
    }

    @Test
    void whatIsNotSetIsNothing() {
        Fields fields = ProtobufRecord.of(DynamicMessage.getDefaultInstance(post));

        assertThat(fields.values().keySet())
                .containsExactlyInAnyOrder("op", "gone", "tags", "labels", "media");
        assertThat(fields.values())
                .containsEntry("op", new Text("CREATED"))
                .containsEntry("gone", new Flag(false))
                .containsEntry("tags", new Items(List.of()));
    }

    /** Whoever wrote {@code optional}, or a oneof, can say that a text is empty. */
    @Test
    void whereAFieldHasPresenceItsDefaultIsAValue() {
        Fields fields = ProtobufRecord.of(with("lang", "").setField(field("video"), "").build());

        assertThat(fields.values())
                .containsEntry("lang", new Text(""))
                .containsEntry("video", new Text(""))
                .doesNotContainKey("photo");
    }

    @Test
    void ofAOneofWhatIsSetCounts() {
        Message message =
                with("photo", TeamMessages.bytes()).setField(field("video"), "v.mp4").build();

        assertThat(ProtobufRecord.of(message).values())
                .containsEntry("video", new Text("v.mp4"))
                .doesNotContainKey("photo");
    }

    @Test
    void anEnumsValueThatTheDescriptorLacksIsItsNumber() throws Exception {
        byte[] opOfNine = {3 << 3, 9};

        assertThat(ProtobufRecord.of(DynamicMessage.parseFrom(post, opOfNine)).values())
                .containsEntry("op", new Text("9"));
    }

    @Test
    void unknownFieldsArePassedOver() throws Exception {
        byte[] unknown = {(byte) 0xF8, 1, 5};

        assertThat(ProtobufRecord.of(DynamicMessage.parseFrom(post, unknown)))
                .isEqualTo(ProtobufRecord.of(DynamicMessage.getDefaultInstance(post)));
    }

    @Test
    void defaultsOfProto2AreNotMadeUp() throws Exception {
        Descriptor old = TeamMessages.post2();

        assertThat(
                        ProtobufRecord.of(
                                        DynamicMessage.newBuilder(old)
                                                .setField(old.findFieldByName("id"), "")
                                                .build())
                                .values())
                .isEqualTo(Map.of("id", new Text("")));
    }

    @Test
    void aTimeThatNoPostCanHaveIsRefusedWithItsPath() {
        PostMapper mapper =
                new PostMapper(
                        MappingFile.parse(
                                "m.yaml",
                                """
                                id: id
                                revision: version
                                body: text
                                event_time: {path: at, unit: logical-type}
                                """));
        Message message =
                with("id", "a")
                        .setField(field("version"), 1L)
                        .setField(field("at"), timestamp(Long.MAX_VALUE, 0))
                        .build();

        assertThatThrownBy(() -> mapper.map(ProtobufRecord.of(message), Instant.EPOCH))
                .isInstanceOf(UnmappableRecordException.class)
                .hasMessageStartingWith("event_time: the time at at lies outside the years");
    }

    private DynamicMessage.Builder with(String name, Object value) {
        return DynamicMessage.newBuilder(post).setField(field(name), value);
    }

    private FieldDescriptor field(String name) {
        return post.findFieldByName(name);
    }

    private static Timestamp timestamp(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    private static Descriptor descriptor() {
        try {
            return TeamMessages.post3();
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
