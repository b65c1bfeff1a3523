package io.nearline.it.flow;

import static io.nearline.testkit.ProtobufFields.field;
import static io.nearline.testkit.ProtobufFields.message;
import static io.nearline.testkit.ProtobufFields.value;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import io.nearline.schemas.PostEvent;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The posts of {@link TeamRecords} in Protobuf, by the same mapping. */
final class TeamArticles {

    /** Full name of the message. */
    static final String ARTICLE = "team.Article";

    private static final FileDescriptorProto FILE =
            FileDescriptorProto.newBuilder()
                    .setName("article.proto")
                    .setPackage("team")
                    .setSyntax("proto3")
                    .addDependency("google/protobuf/timestamp.proto")
                    .addDependency("google/protobuf/wrappers.proto")
                    .addEnumType(
                            EnumDescriptorProto.newBuilder()
                                    .setName("Op")
                                    .addValue(value("insert", 0))
                                    .addValue(value("change", 1))
                                    .addValue(value("gone", 2)))
                    .addMessageType(
                            DescriptorProto.newBuilder()
                                    .setName("Meta")
                                    .addField(message("at", 1, ".google.protobuf.Timestamp")))
                    .addMessageType(
                            DescriptorProto.newBuilder()
                                    .setName("Article")
                                    .addField(
                                            field("uuid", 1, FieldDescriptorProto.Type.TYPE_STRING))
                                    .addField(
                                            field(
                                                    "version",
                                                    2,
                                                    FieldDescriptorProto.Type.TYPE_INT64))
                                    .addField(
                                            field("op", 3, FieldDescriptorProto.Type.TYPE_ENUM)
                                                    .setTypeName(".team.Op"))
                                    .addField(message("meta", 4, ".team.Meta"))
                                    .addField(
                                            field("text", 5, FieldDescriptorProto.Type.TYPE_STRING))
                                    .addField(message("likes", 6, ".google.protobuf.Int64Value")))
                    .build();

    private static final FileDescriptor LINKED = linked();

    private TeamArticles() {}

    /** As protoc writes them, with all imports. */
    static byte[] descriptors() {
        return FileDescriptorSet.newBuilder()
                .addFile(Timestamp.getDescriptor().getFile().toProto())
                .addFile(Int64Value.getDescriptor().getFile().toProto())
                .addFile(FILE)
                .build()
                .toByteArray();
    }

    /** Every second revision in Confluent's frame: the message is the second of its file. */
    static byte[] article(PostEvent event) {
        byte[] body = dynamic(event).toByteArray();
        if (event.getRevision() % 2 == 0) {
            return body;
        }
        return ByteBuffer.allocate(7 + body.length)
                .put((byte) 0)
                .putInt(1)
                .put(new byte[] {2, 2})
                .put(body)
                .array();
    }

    private static DynamicMessage dynamic(PostEvent event) {
        Descriptor article = LINKED.findMessageTypeByName("Article");
        Descriptor meta = LINKED.findMessageTypeByName("Meta");
        Instant time = event.getEventTime();
        int operation =
                switch (event.getKind()) {
                    case CREATE -> 0;
                    case DELETE -> 2;
                    default -> 1;
                };
        DynamicMessage.Builder message =
                DynamicMessage.newBuilder(article)
                        .setField(article.findFieldByName("uuid"), event.getPostId())
                        .setField(article.findFieldByName("version"), event.getRevision())
                        .setField(
                                article.findFieldByName("op"),
                                LINKED.findEnumTypeByName("Op").findValueByNumber(operation))
                        .setField(
                                article.findFieldByName("meta"),
                                DynamicMessage.newBuilder(meta)
                                        .setField(
                                                meta.findFieldByName("at"),
                                                Timestamp.newBuilder()
                                                        .setSeconds(time.getEpochSecond())
                                                        .setNanos(time.getNano())
                                                        .build())
                                        .build());
        if (event.getBody() != null) {
            message.setField(article.findFieldByName("text"), event.getBody());
        }
        String likes = event.getAttributes().get("likes");
        if (likes != null) {
            message.setField(
                    article.findFieldByName("likes"), Int64Value.of(Long.parseLong(likes)));
        }
        return message.build();
    }

    private static FileDescriptor linked() {
        try {
            return FileDescriptor.buildFrom(
                    FILE,
                    new FileDescriptor[] {
                        Timestamp.getDescriptor().getFile(), Int64Value.getDescriptor().getFile()
                    });
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
