package io.nearline.operators.mapping;

import static io.nearline.testkit.ProtobufFields.field;
import static io.nearline.testkit.ProtobufFields.message;
import static io.nearline.testkit.ProtobufFields.value;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;

/** A team's definition, in proto3, as protoc would describe it; and one in proto2. */
public final class TeamMessages {

    /** Full name of the message. */
    public static final String POST = "team.Post";

    private TeamMessages() {}

    /** What protoc writes with all imports, or without them. */
    public static FileDescriptorSet set() {
        return FileDescriptorSet.newBuilder()
                .addFile(proto3())
                .addFile(Timestamp.getDescriptor().getFile().toProto())
                .addFile(Int64Value.getDescriptor().getFile().toProto())
                .build();
    }

    /** The file that imports times and wrappers. */
    public static FileDescriptorProto proto3() {
        return FileDescriptorProto.newBuilder()
                .setName("team/post.proto")
                .setPackage("team")
                .setSyntax("proto3")
                .addDependency("google/protobuf/timestamp.proto")
                .addDependency("google/protobuf/wrappers.proto")
                .addEnumType(
                        EnumDescriptorProto.newBuilder()
                                .setName("Op")
                                .addValue(value("CREATED", 0))
                                .addValue(value("DELETED", 1)))
                .addMessageType(post())
                .build();
    }

    private static DescriptorProto post() {
        return DescriptorProto.newBuilder()
                .setName("Post")
                .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(field("version", 2, FieldDescriptorProto.Type.TYPE_UINT64))
                .addField(
                        field("op", 3, FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".team.Op"))
                .addField(message("at", 4, ".google.protobuf.Timestamp"))
                .addField(field("text", 5, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(message("views", 6, ".google.protobuf.Int64Value"))
                .addField(
                        field("tags", 7, FieldDescriptorProto.Type.TYPE_STRING)
                                .setLabel(Label.LABEL_REPEATED))
                .addField(
                        message("labels", 8, ".team.Post.LabelsEntry")
                                .setLabel(Label.LABEL_REPEATED))
                .addField(field("photo", 9, FieldDescriptorProto.Type.TYPE_BYTES).setOneofIndex(0))
                .addField(
                        field("video", 10, FieldDescriptorProto.Type.TYPE_STRING).setOneofIndex(0))
                .addField(
                        field("lang", 11, FieldDescriptorProto.Type.TYPE_STRING)
                                .setOneofIndex(1)
                                .setProto3Optional(true))
                .addField(field("score", 12, FieldDescriptorProto.Type.TYPE_FLOAT))
                .addField(field("gone", 13, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(field("small", 14, FieldDescriptorProto.Type.TYPE_FIXED32))
                .addField(message("parent", 15, ".team.Post"))
                .addField(message("media", 16, ".team.Post.Media").setLabel(Label.LABEL_REPEATED))
                .addOneofDecl(OneofDescriptorProto.newBuilder().setName("medium"))
                .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_lang"))
                .addNestedType(
                        DescriptorProto.newBuilder()
                                .setName("LabelsEntry")
                                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                                .addField(field("key", 1, FieldDescriptorProto.Type.TYPE_STRING))
                                .addField(field("value", 2, FieldDescriptorProto.Type.TYPE_INT32)))
                .addNestedType(
                        DescriptorProto.newBuilder()
                                .setName("Media")
                                .addField(field("alt", 1, FieldDescriptorProto.Type.TYPE_STRING)))
                .build();
    }

    /** A message with a field that must be there and one with a default. */
    public static FileDescriptorProto proto2() {
        return FileDescriptorProto.newBuilder()
                .setName("old.proto")
                .setPackage("old")
                .addMessageType(
                        DescriptorProto.newBuilder()
                                .setName("Post")
                                .addField(
                                        field("id", 1, FieldDescriptorProto.Type.TYPE_STRING)
                                                .setLabel(Label.LABEL_REQUIRED))
                                .addField(
                                        field("version", 2, FieldDescriptorProto.Type.TYPE_INT64)
                                                .setDefaultValue("7")))
                .build();
    }

    /** The message of {@link #proto3}. */
    public static Descriptor post3() throws DescriptorValidationException {
        return FileDescriptor.buildFrom(
                        proto3(),
                        new FileDescriptor[] {
                            Timestamp.getDescriptor().getFile(),
                            Int64Value.getDescriptor().getFile()
                        })
                .findMessageTypeByName("Post");
    }

    /** The message of {@link #proto2}. */
    static Descriptor post2() throws DescriptorValidationException {
        return FileDescriptor.buildFrom(proto2(), new FileDescriptor[0])
                .findMessageTypeByName("Post");
    }

    /** Bytes that stand for nothing else. */
    static ByteString bytes() {
        return ByteString.copyFromUtf8("bytes");
    }
}
