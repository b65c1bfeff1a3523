package io.nearline.operators.embed;

import io.nearline.operators.admit.TaskFields;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.TransitFields;
import io.nearline.operators.record.TransitSerializer;
import io.nearline.operators.record.TransitType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Tells Flink how an {@link EmbeddingOutcome} gets to the second gate. */
public final class OutcomeType extends TypeInfoFactory<EmbeddingOutcome> {

    @Override
    public TypeInformation<EmbeddingOutcome> createTypeInfo(
            Type type, Map<String, TypeInformation<?>> parameters) {
        return new TransitType<>(EmbeddingOutcome.class, new Serializer());
    }

    private static final class Serializer extends TransitSerializer<EmbeddingOutcome> {

        private static final long serialVersionUID = 1L;

        @Override
        public void serialize(EmbeddingOutcome outcome, DataOutputView target) throws IOException {
            TransitFields.writeRevision(outcome.version(), target);
            TransitFields.writeBytes(outcome.contentHash(), target);
            target.writeBoolean(outcome.cut());
            target.writeInt(outcome.results().size());
            for (ModelOutcome result : outcome.results()) {
                write(result, target);
            }
            Long supersedes = outcome.supersedes();
            target.writeBoolean(supersedes != null);
            if (supersedes != null) {
                target.writeLong(supersedes);
            }
        }

        @Override
        public EmbeddingOutcome deserialize(DataInputView source) throws IOException {
            PostRevision version = TransitFields.readRevision(source);
            byte[] contentHash = TransitFields.readBytes(source);
            boolean cut = source.readBoolean();
            int count = source.readInt();
            List<ModelOutcome> results = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                results.add(read(source));
            }
            Long supersedes = source.readBoolean() ? source.readLong() : null;
            return new EmbeddingOutcome(version, contentHash, cut, results, supersedes);
        }

        private static void write(ModelOutcome result, DataOutputView target) throws IOException {
            TaskFields.write(result.task(), target);
            TransitFields.writeVector(result.vector(), target);
            target.writeInt(result.tokens());
            target.writeBoolean(result.truncated());
            target.writeLong(result.embeddedAt());
            Failure failure = result.failure();
            target.writeBoolean(failure != null);
            if (failure != null) {
                TransitFields.writeString(failure.reasonClass(), target);
                TransitFields.writeString(failure.message(), target);
                target.writeBoolean(failure.retryable());
            }
            TransitFields.writeOutputs(result.outputs(), target);
        }

        private static ModelOutcome read(DataInputView source) throws IOException {
            return new ModelOutcome(
                    TaskFields.read(source),
                    TransitFields.readVectorOrNull(source),
                    source.readInt(),
                    source.readBoolean(),
                    source.readLong(),
                    source.readBoolean()
                            ? new Failure(
                                    TransitFields.readString(source),
                                    TransitFields.readString(source),
                                    source.readBoolean())
                            : null,
                    TransitFields.readOutputs(source));
        }
    }
}
