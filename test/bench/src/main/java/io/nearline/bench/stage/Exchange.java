package io.nearline.bench.stage;

import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What Flink does with a record between two tasks: written to a buffer, read from it. */
final class Exchange<T> {
    private final TypeSerializer<T> writer;
    private final TypeSerializer<T> reader;
    private final DataOutputSerializer out = new DataOutputSerializer(1 << 16);
    private final DataInputDeserializer in = new DataInputDeserializer();

    Exchange(Class<T> type) {
        writer = TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
        reader = writer.duplicate();
    }

    T pass(T record) throws IOException {
        out.clear();
        writer.serialize(record, out);
        in.setBuffer(out.getSharedBuffer(), 0, out.length());
        return reader.deserialize(in);
    }
}
