package io.nearline.operators.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.mapping.TeamMessages;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.testkit.Posts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ProtobufPostsTest {

    private static final NamedMapping MAPPING =
            new NamedMapping(
                    "posts.yaml",
                    """
                    id: id
                    revision: version
                    body: text
                    kind: {path: op, create: CREATED, delete: DELETED}
                    """);
    private static final WaitObserver NEVER =
            new WaitObserver() {
                @Override
                public void waits(String problem) {
                    throw new AssertionError(problem);
                }

                @Override
                public void goesOn(Duration waited) {}
            };

    private final PostFormat format =
            new ProtobufPosts(
                    MAPPING,
                    NamedMessage.of(
                            "post.desc", TeamMessages.set().toByteArray(), TeamMessages.POST));

    @Test
    void aMessageBecomesAPost() throws Exception {
        PostEvent post = read(message("Rain"));

        assertThat(post.getPostId()).isEqualTo("a");
        assertThat(post.getRevision()).isEqualTo(3);
        assertThat(post.getKind()).isEqualTo(PostEventKind.CREATE);
        assertThat(post.getBody()).isEqualTo("Rain");
    }

    @Test
    void aFrameOfConfluentIsPassedOver() throws Exception {
        byte[] first = {0};
        byte[] nested = {4, 2, (byte) 0x82, 1};

        assertThat(read(framed(first, message("Rain"))).getBody()).isEqualTo("Rain");
        assertThat(read(framed(nested, message("Rain"))).getBody()).isEqualTo("Rain");
    }

    @Test
    void aFrameThatBreaksOffIsRefused() throws Exception {
        for (byte[] frame :
                List.of(
                        new byte[] {0},
                        new byte[] {0, 0, 0, 0, 7},
                        framed(new byte[] {4, 2}, new byte[0]),
                        framed(new byte[] {1}, message("secret")),
                        framed(new byte[] {-1, -1, -1, -1, 127}, message("secret")))) {
            refusal(frame)
                    .hasMessageStartingWith("the record begins with a byte 0, but not with an id");
        }
    }

    @Test
    void bytesThatAreNoSuchMessageAreRefusedWithoutBeingShown() throws Exception {
        byte[] whole = message("secret");
        byte[] brokenOff = Arrays.copyOf(whole, whole.length - 1);
        byte[] notUtf8 = {(1 << 3) | 2, 1, (byte) 0xFF};

        for (byte[] bytes : List.of(brokenOff, notUtf8, new byte[] {1}, new byte[] {12})) {
            refusal(bytes)
                    .hasMessageStartingWith("the bytes are no message team.Post: ")
                    .hasMessageNotContaining("secret");
        }
        refusal("{\"id\":\"secret\"}".getBytes(StandardCharsets.UTF_8))
                .hasMessageEndingWith("the record looks like one of nearline.posts.format json")
                .hasMessageNotContaining("secret");
        refusal(AvroCodec.of(PostEvent.class).encode(Posts.aPost("p").build()))
                .hasMessageEndingWith(
                        "the record looks like one of nearline.posts.format nearline");
    }

    /** Messages within messages, as deep as the sender likes, must not end the job. */
    @Test
    void aMessageThatIsNestedTooDeeplyIsRefused() {
        byte[] inner = {};
        for (int depth = 0; depth < 150; depth++) {
            inner =
                    ByteBuffer.allocate(inner.length + 3)
                            .put((byte) ((15 << 3) | 2))
                            .put((byte) ((inner.length & 0x7F) | 0x80))
                            .put((byte) (inner.length >> 7))
                            .put(inner)
                            .array();
        }

        refusal(inner).hasMessageContaining("too many levels of nesting");
    }

    @Test
    void whatDoesNotFitTheMappingNamesPathAndType() {
        refusal(new byte[0]).hasMessage("id: path id leads to nothing");
        PostFormat wrong =
                new ProtobufPosts(
                        new NamedMapping("m.yaml", "id: id\nrevision: text\nbody: text\n"),
                        NamedMessage.of(
                                "post.desc", TeamMessages.set().toByteArray(), TeamMessages.POST));
        assertThatThrownBy(() -> read(wrong, message("secret")))
                .isInstanceOf(UnfitRecordException.class)
                .hasMessage(
                        "revision: path text must lead to a whole number or its digits, found"
                                + " text");
    }

    @Test
    void requiredFieldsThatAreMissingAreNamed() {
        PostFormat old =
                new ProtobufPosts(
                        MAPPING,
                        NamedMessage.of("old.desc", set(TeamMessages.proto2()), "old.Post"));

        assertThatThrownBy(() -> read(old, new byte[] {2 << 3, 1}))
                .isInstanceOf(UnfitRecordException.class)
                .hasMessage("the message old.Post lacks required fields: id");
    }

    @Test
    void theDescriptorsTravelWithTheJob() throws Exception {
        PostFormat arrived =
                InstantiationUtil.deserializeObject(
                        InstantiationUtil.serializeObject(format), getClass().getClassLoader());

        assertThat(arrived).isEqualTo(format);
        assertThat(read(arrived, message("Rain")).getPostId()).isEqualTo("a");
        assertThat(format.toString()).contains("team.Post of post.desc").hasSizeLessThan(120);
    }

    @Test
    void descriptorsThatCannotBeUsedAreRefusedWithARemedy() {
        unusable(new byte[] {1, 2, 3}, TeamMessages.POST)
                .hasMessageStartingWith("it is no descriptor set");
        unusable(set(TeamMessages.proto3()), TeamMessages.POST)
                .hasMessage(
                        "it lacks the imported google/protobuf/timestamp.proto: make it with protoc"
                                + " --include_imports");
        unusable(TeamMessages.set().toByteArray(), "Post")
                .hasMessageStartingWith("it has no message 'Post', but google.protobuf.BoolValue")
                .hasMessageContaining("google.protobuf.Timestamp");
        unusable(new byte[0], "Post").hasMessage("it has no message 'Post', but no message at all");
        unusable(set(TeamMessages.proto2().toBuilder().setSyntax("editions").build()), "old.Post")
                .hasMessage("old.proto is of syntax editions; only proto2 and proto3 are read");
        unusable(set(TeamMessages.proto2().toBuilder().addDependency("old.proto").build()), "x")
                .hasMessage("old.proto imports itself");
    }

    @Test
    void aNestedMessageIsFoundByItsFullName() {
        assertThat(
                        NamedMessage.of("f", TeamMessages.set().toByteArray(), "team.Post.Media")
                                .descriptor()
                                .getFullName())
                .isEqualTo("team.Post.Media");
    }

    private static AbstractThrowableAssert<?, ?> unusable(byte[] descriptors, String message) {
        return assertThatThrownBy(() -> NamedMessage.of("f", descriptors, message))
                .isInstanceOf(UnusableDescriptorException.class);
    }

    private static byte[] set(FileDescriptorProto file) {
        return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
    }

    private AbstractThrowableAssert<?, ?> refusal(byte[] value) {
        return assertThatThrownBy(() -> read(value)).isInstanceOf(UnfitRecordException.class);
    }

    private PostEvent read(byte[] value) throws InterruptedException {
        return read(format, value);
    }

    private static PostEvent read(PostFormat format, byte[] value) throws InterruptedException {
        return format.open(NEVER)
                .read(new RawRecord("posts", 0, 0, 1, List.of(), null, value, Origin.LIVE));
    }

    private static byte[] message(String text) throws Exception {
        Descriptor post = TeamMessages.post3();
        return DynamicMessage.newBuilder(post)
                .setField(post.findFieldByName("id"), "a")
                .setField(post.findFieldByName("version"), 3L)
                .setField(post.findFieldByName("text"), text)
                .build()
                .toByteArray();
    }

    private static byte[] framed(byte[] indexes, byte[] body) {
        return ByteBuffer.allocate(5 + indexes.length + body.length)
                .put((byte) 0)
                .putInt(7)
                .put(indexes)
                .put(body)
                .array();
    }
}
