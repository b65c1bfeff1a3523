package io.nearline.bench.team;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.nearline.schemas.PostEvent;
import java.util.List;
import java.util.Map;

/** Articles as messages of proto3. */
final class TeamProtobuf {

    /** Full name of the message. */
    static final String ARTICLE = "team.Article";

    private static final String MANY = "repeated ";

    private static final FileDescriptorProto FILE =
            FileDescriptorProto.newBuilder()
                    .setName("article.proto")
                    .setPackage("team")
                    .setSyntax("proto3")
                    .addMessageType(message("Meta", "int64 at", "string host", "string trace"))
                    .addMessageType(
                            message(
                                    "User",
                                    "int64 id",
                                    "string name",
                                    "string locale",
                                    "string country"))
                    .addMessageType(message("Link", "string title", "string summary", "string url"))
                    .addMessageType(message("Media", "string alt", "string url"))
                    .addMessageType(message("Counts", "int64 likes", "int64 shares"))
                    .addMessageType(
                            message(
                                    "Article",
                                    "string uuid",
                                    "int64 version",
                                    "string op",
                                    "Meta meta",
                                    "User user",
                                    "string headline",
                                    "string teaser",
                                    "string text",
                                    "Link link",
                                    MANY + "Media media",
                                    "string tags",
                                    "Counts counts",
                                    "bool visible",
                                    "string edit"))
                    .build();

    private static final Descriptor TYPE = linked().findMessageTypeByName("Article");

    private TeamProtobuf() {}

    /** As protoc writes them. */
    static byte[] descriptors() {
        return FileDescriptorSet.newBuilder().addFile(FILE).build().toByteArray();
    }

    static byte[] article(PostEvent event) {
        return filled(TYPE, TeamArticle.of(event)).toByteArray();
    }

    private static DynamicMessage filled(Descriptor type, Map<?, ?> values) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            Object value = values.get(field.getName());
            if (value instanceof List<?> several) {
                several.forEach(one -> message.addRepeatedField(field, single(field, one)));
            } else if (value != null) {
                message.setField(field, single(field, value));
            }
        }
        return message.build();
    }

    private static Object single(FieldDescriptor field, Object value) {
        return value instanceof Map<?, ?> values ? filled(field.getMessageType(), values) : value;
    }

    /**
     * @param fields each as a {@code .proto} file has it, without its number
     */
    private static DescriptorProto message(String name, String... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (String field : fields) {
            message.addField(field(field, message.getFieldCount() + 1));
        }
        return message.build();
    }

    private static FieldDescriptorProto.Builder field(String field, int number) {
        String[] words = field.replace(MANY, "").split(" ", -1);
        FieldDescriptorProto.Builder made =
                FieldDescriptorProto.newBuilder()
                        .setName(words[1])
                        .setNumber(number)
                        .setLabel(
                                field.startsWith(MANY)
                                        ? FieldDescriptorProto.Label.LABEL_REPEATED
                                        : FieldDescriptorProto.Label.LABEL_OPTIONAL);
        return switch (words[0]) {
            case "string" -> made.setType(FieldDescriptorProto.Type.TYPE_STRING);
            case "int64" -> made.setType(FieldDescriptorProto.Type.TYPE_INT64);
            case "bool" -> made.setType(FieldDescriptorProto.Type.TYPE_BOOL);
            default ->
                    made.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                            .setTypeName(".team." + words[0]);
        };
    }

    private static FileDescriptor linked() {
        try {
            return FileDescriptor.buildFrom(FILE, new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
