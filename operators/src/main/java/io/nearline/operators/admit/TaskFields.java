package io.nearline.operators.admit;

import static io.nearline.operators.record.TransitFields.readOutputs;
import static io.nearline.operators.record.TransitFields.readString;
import static io.nearline.operators.record.TransitFields.readStringOrNull;
import static io.nearline.operators.record.TransitFields.readVector;
import static io.nearline.operators.record.TransitFields.writeOutputs;
import static io.nearline.operators.record.TransitFields.writeString;
import static io.nearline.operators.record.TransitFields.writeVector;

import io.nearline.operators.model.ModelRef;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The fields of a task in transit: see {@link io.nearline.operators.record.TransitFields}. */
@SuppressWarnings("EnumOrdinal") // Both ends are the same build, in the same job.
public final class TaskFields {

    private static final Action[] ACTIONS = Action.values();

    private TaskFields() {}

    /** Writes what {@link #read} reads. */
    public static void write(ModelTask task, DataOutputView target) throws IOException {
        writeString(task.model().name(), target);
        writeString(task.model().digest(), target);
        writeString(task.model().bundleUri(), target);
        target.writeByte(task.action().ordinal());
        MergedVector merged = task.merged();
        target.writeBoolean(merged != null);
        if (merged != null) {
            writeVector(merged.vector(), target);
            target.writeInt(merged.tokens());
            target.writeBoolean(merged.truncated());
            target.writeLong(merged.embeddedAt());
            writeOutputs(merged.outputs(), target);
        }
    }

    /** Reads a task. */
    public static ModelTask read(DataInputView source) throws IOException {
        return new ModelTask(
                new ModelRef(readString(source), readString(source), readStringOrNull(source)),
                ACTIONS[source.readByte()],
                source.readBoolean()
                        ? new MergedVector(
                                readVector(source),
                                source.readInt(),
                                source.readBoolean(),
                                source.readLong(),
                                readOutputs(source))
                        : null);
    }
}
