package io.nearline.operators.mapping;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.nearline.operators.mapping.SourceValue.Moment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Messages of Protobuf's own library that stand for one value: a time, a wrapped scalar. */
final class WellKnownMessage {

    private static final String PACKAGE = "google.protobuf.";

    private static final Set<String> WRAPPERS =
            Set.of(
                    "StringValue",
                    "BytesValue",
                    "BoolValue",
                    "Int32Value",
                    "Int64Value",
                    "UInt32Value",
                    "UInt64Value",
                    "FloatValue",
                    "DoubleValue");

    private WellKnownMessage() {}

    /** The value; empty if it is a message like any other. */
    static Optional<SourceValue> of(Message message) {
        String name = message.getDescriptorForType().getFullName();
        if (!name.startsWith(PACKAGE)) {
            return Optional.empty();
        }
        String known = name.substring(PACKAGE.length());
        if (known.equals("Timestamp")) {
            return Optional.of(new Moment(moment(message)));
        } else if (WRAPPERS.contains(known)) {
            FieldDescriptor wrapped = field(message, 1);
            return Optional.of(ProtobufRecord.value(wrapped, message.getField(wrapped)));
        }
        return Optional.empty();
    }

    /** What no instant can hold is the farthest one, which rules refuse with its path. */
    private static Instant moment(Message timestamp) {
        long seconds = ((Number) timestamp.getField(field(timestamp, 1))).longValue();
        int nanos = ((Number) timestamp.getField(field(timestamp, 2))).intValue();
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException | ArithmeticException e) {
            return seconds < 0 ? Instant.MIN : Instant.MAX;
        }
    }

    private static FieldDescriptor field(Message message, int number) {
        return message.getDescriptorForType().findFieldByNumber(number);
    }
}
