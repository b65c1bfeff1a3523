package io.nearline.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawHeader;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class EncodedRecordWriterTest {

    private static final byte[] KEY = {1, 2};
    private static final byte[] VALUE = {3};

    private final EncodedRecordWriter writer = new EncodedRecordWriter("updates");

    @Test
    void sendsHeadersInOrderBesideKeyAndValueAsTheyAre() {
        ProducerRecord<byte[], byte[]> sent =
                writer.serialize(
                        new EncodedRecord(
                                KEY,
                                VALUE,
                                List.of(
                                        new RawHeader("b", new byte[] {4}),
                                        new RawHeader("a", null))),
                        null,
                        null);

        assertThat(sent.topic()).isEqualTo("updates");
        assertThat(sent.key()).isSameAs(KEY);
        assertThat(sent.value()).isSameAs(VALUE);
        assertThat(sent.headers().toArray())
                .containsExactly(
                        new RecordHeader("b", new byte[] {4}),
                        new RecordHeader("a", (byte[]) null));
    }

    @Test
    void sendsARecordWithoutHeadersAsBefore() {
        ProducerRecord<byte[], byte[]> sent =
                writer.serialize(new EncodedRecord(KEY, null), null, null);

        assertThat(sent).isEqualTo(new ProducerRecord<>("updates", KEY, (byte[]) null));
    }

    @Test
    void headersSurviveTheWayBetweenTasks() throws Exception {
        TypeSerializer<EncodedRecord> serializer =
                TypeInformation.of(EncodedRecord.class)
                        .createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);

        serializer.serialize(
                new EncodedRecord(KEY, null, List.of(new RawHeader("kind", new byte[] {5}))), out);
        EncodedRecord arrived =
                serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(arrived.key()).isEqualTo(KEY);
        assertThat(arrived.value()).isNull();
        assertThat(arrived.headers()).hasSize(1);
        assertThat(arrived.headers().get(0).key()).isEqualTo("kind");
        assertThat(arrived.headers().get(0).value()).containsExactly(5);
    }
}
