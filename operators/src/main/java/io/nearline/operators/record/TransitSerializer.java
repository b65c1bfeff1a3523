package io.nearline.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializer of immutable elements that are only in transit between two tasks of one job: written
 * field after field, with nothing said about the fields. So no state may hold them: it could not be
 * read once a field is added. Has no state of its own, and so is safe to share.
 *
 * @param <T> the elements
 */
public abstract class TransitSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1L;

    private static final int VARIABLE_LENGTH = -1;

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final TypeSerializer<T> duplicate() {
        return this;
    }

    /** Null: nobody can fill an immutable element. */
    @Override
    public final @Nullable T createInstance() {
        return null;
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final int getLength() {
        return VARIABLE_LENGTH;
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public final TypeSerializerSnapshot<T> snapshotConfiguration() {
        throw new UnsupportedOperationException(
                """
                %s is for elements in transit; declare another type for what a \
                state holds\
                """
                        .formatted(getClass().getSimpleName()));
    }
}
