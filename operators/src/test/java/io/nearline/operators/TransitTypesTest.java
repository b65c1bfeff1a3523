package io.nearline.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.NamedVector;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.admit.MergedVector;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.record.TransitType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransitTypesTest {

    private static final ModelRef CONFIGURED = new ModelRef("m", "digest", null);
    private static final ModelRef JOINED = new ModelRef("joined", "other", "s3://models/joined");
    private static final MergedVector MERGED =
            new MergedVector(
                    new float[] {1f, -0f, Float.MIN_VALUE},
                    7,
                    true,
                    1234L,
                    List.of(new NamedVector("short", new float[] {-0f})));

    static Stream<Arrival> arrivals() {
        return Stream.of(
                Arrival.of(new PostText(full(), "words \uD83D\uDE00 \uD800", hash(), true, true)),
                Arrival.of(new PostText(bare(), "", hash(), false, false)),
                new Arrival(
                        new PostText(backfilled(), null, hash(), false, false),
                        ModelTask.merge(JOINED, MERGED)));
    }

    static Stream<EmbeddingOutcome> outcomes() {
        return Stream.of(
                new EmbeddingOutcome(
                        full(),
                        hash(),
                        true,
                        List.of(
                                new ModelOutcome(
                                        ModelTask.of(CONFIGURED, Action.EMBED),
                                        new float[] {0.25f, -3e-20f},
                                        42,
                                        true,
                                        99L,
                                        null,
                                        List.of(
                                                new NamedVector("short", new float[] {0.5f}),
                                                new NamedVector("story", new float[] {3, 4}))),
                                new ModelOutcome(
                                        ModelTask.of(JOINED, Action.EMBED),
                                        null,
                                        0,
                                        false,
                                        0,
                                        new Failure("TooHard", "try a shorter text", true))),
                        Long.MAX_VALUE),
                new EmbeddingOutcome(
                        backfilled(),
                        hash(),
                        false,
                        List.of(
                                new ModelOutcome(
                                        ModelTask.merge(JOINED, MERGED),
                                        MERGED.vector(),
                                        7,
                                        true,
                                        1234L,
                                        null)),
                        0L),
                new EmbeddingOutcome(bare(), hash(), false, List.of(), null));
    }

    @ParameterizedTest
    @MethodSource({"arrivals", "outcomes"})
    void elementsArriveAsTheyLeft(Object element) throws IOException {
        TypeSerializer<Object> serializer = serializerOf(element.getClass());
        DataOutputSerializer sent = new DataOutputSerializer(16);
        serializer.serialize(element, sent);
        DataOutputSerializer forwarded = new DataOutputSerializer(16);
        serializer.copy(new DataInputDeserializer(sent.getCopyOfBuffer()), forwarded);
        DataInputDeserializer received = new DataInputDeserializer(forwarded.getCopyOfBuffer());

        Object read = serializer.deserialize(received);

        assertThat(read).usingRecursiveComparison().isEqualTo(element);
        assertThat(received.available()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void everyActionArrives(Action action) throws IOException {
        elementsArriveAsTheyLeft(
                new Arrival(
                        new PostText(bare(), "", hash(), false, false),
                        new ModelTask(CONFIGURED, action, null)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void noStateCanHoldThem(Class<?> type) {
        assertThat(TypeInformation.of(type)).isInstanceOf(TransitType.class);
        assertThatThrownBy(() -> serializerOf(type).snapshotConfiguration())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("in transit");
    }

    static Stream<Class<?>> types() {
        return Stream.of(Arrival.class, EmbeddingOutcome.class);
    }

    @Test
    void typesOfTheSameElementsAreEqual() {
        assertThat(TypeInformation.of(Arrival.class)).isEqualTo(TypeInformation.of(Arrival.class));
        assertThat((Object) TypeInformation.of(Arrival.class))
                .isNotEqualTo(TypeInformation.of(EmbeddingOutcome.class));
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<Object> serializerOf(Class<?> type) {
        return (TypeSerializer<Object>)
                TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
    }

    private static PostRevision full() {
        RawRecord record =
                new RawRecord(
                        "posts",
                        3,
                        1L << 40,
                        17L,
                        List.of(new RawHeader("h", new byte[] {1}), new RawHeader("none", null)),
                        new byte[] {2, 3},
                        new byte[70_000],
                        Origin.REPLAY);
        return new PostRevision(
                "p1",
                5,
                Change.UPDATE,
                Origin.REPLAY,
                -1L,
                "de",
                Map.of("a", "1", "b", ""),
                record,
                null);
    }

    private static PostRevision bare() {
        return new PostRevision(
                "p2",
                0,
                Change.DELETE,
                Origin.LIVE,
                0,
                null,
                Map.of(),
                new RawRecord("posts", 0, 0, 0, List.of(), null, new byte[0], Origin.LIVE),
                null);
    }

    private static PostRevision backfilled() {
        return new PostRevision(
                "p3",
                9,
                Change.CREATE,
                Origin.BACKFILL,
                8L,
                null,
                Map.of(),
                new RawRecord("backfill-updates", 0, 0, 0, List.of(), null, null, Origin.BACKFILL),
                new Backfill("b1", 77L));
    }

    private static byte[] hash() {
        return new byte[] {4, 5, 6};
    }
}
