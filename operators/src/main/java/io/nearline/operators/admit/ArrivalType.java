package io.nearline.operators.admit;

import io.nearline.operators.assemble.PostText;
import io.nearline.operators.record.TransitFields;
import io.nearline.operators.record.TransitSerializer;
import io.nearline.operators.record.TransitType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Tells Flink how an {@link Arrival} gets to its gate. */
public final class ArrivalType extends TypeInfoFactory<Arrival> {

    @Override
    public TypeInformation<Arrival> createTypeInfo(
            Type type, Map<String, TypeInformation<?>> parameters) {
        return new TransitType<>(Arrival.class, new Serializer());
    }

    private static final class Serializer extends TransitSerializer<Arrival> {

        private static final long serialVersionUID = 1L;

        @Override
        public void serialize(Arrival arrival, DataOutputView target) throws IOException {
            PostText post = arrival.post();
            TransitFields.writeRevision(post.version(), target);
            TransitFields.writeString(post.text(), target);
            TransitFields.writeBytes(post.contentHash(), target);
            target.writeBoolean(post.cut());
            target.writeBoolean(post.repaired());
            ModelTask merge = arrival.merge();
            target.writeBoolean(merge != null);
            if (merge != null) {
                TaskFields.write(merge, target);
            }
        }

        @Override
        public Arrival deserialize(DataInputView source) throws IOException {
            return new Arrival(
                    new PostText(
                            TransitFields.readRevision(source),
                            TransitFields.readString(source),
                            TransitFields.readBytes(source),
                            source.readBoolean(),
                            source.readBoolean()),
                    source.readBoolean() ? TaskFields.read(source) : null);
        }
    }
}
