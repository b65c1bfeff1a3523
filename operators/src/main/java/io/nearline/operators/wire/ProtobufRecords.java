package io.nearline.operators.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.mapping.ProtobufRecord;
import io.nearline.operators.mapping.SourceValue.Fields;
import java.io.IOException;

/** Reads records as one message of Protobuf. */
final class ProtobufRecords {

    private final Descriptor descriptor;

    ProtobufRecords(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    Fields fields(byte[] value) {
        int body = ProtobufFrame.bytes(value);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        try {
            CodedInputStream in = CodedInputStream.newInstance(value, body, value.length - body);
            message.mergeFrom(in);
            in.checkLastTagWas(0);
        } catch (InvalidProtocolBufferException e) {
            // Its message says what is wrong with the encoding, and repeats no value.
            throw new UnfitRecordException(
                    "the bytes are no message %s: %s%s"
                            .formatted(
                                    descriptor.getFullName(),
                                    e.getMessage(),
                                    body == 0 ? ForeignFormat.hint(value) : ""));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", e);
        }
        if (!message.isInitialized()) {
            throw new UnfitRecordException(
                    "the message %s lacks required fields: %s"
                            .formatted(
                                    descriptor.getFullName(),
                                    message.getInitializationErrorString()));
        }
        return ProtobufRecord.of(message.build());
    }
}
