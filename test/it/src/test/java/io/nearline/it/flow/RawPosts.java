package io.nearline.it.flow;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.Posts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes posts as bytes and remembers them by the name of their case, which every record also
 * carries as a header.
 */
final class RawPosts {

    /** The header that names the case. */
    static final String CASE = "case";

    private static final int HEADER_BYTES = 10;
    private static final int MARKER_BYTES = 2;

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final LocalTopics topics;
    private final Map<String, byte[]> values = new TreeMap<>();
    private int count;

    RawPosts(LocalTopics topics) {
        this.topics = topics;
    }

    /** Publishes an event; its post id is the name of the case. */
    void add(Posts post) throws Exception {
        PostEvent event = post.build();
        add(event.getPostId(), codec.encode(event));
    }

    /** Publishes bytes, or a tombstone if they are null, under the name of the case as key. */
    void add(String name, byte[] value) throws Exception {
        topics.publish(name.getBytes(StandardCharsets.UTF_8), value, Map.of(CASE, name));
        values.put(name, value);
        count++;
    }

    /** The value that was published last for the case. */
    byte[] value(String name) {
        return values.get(name);
    }

    /** How many records have been published. */
    int count() {
        return count;
    }

    byte[] encode(Posts post) {
        return codec.encode(post.build());
    }

    /** The event's bytes with a placeholder of its text replaced by as many other bytes. */
    byte[] encode(Posts post, String placeholder, int... instead) {
        byte[] bytes = encode(post);
        byte[] wanted = placeholder.getBytes(StandardCharsets.UTF_8);
        for (int at = HEADER_BYTES; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                for (int i = 0; i < instead.length; i++) {
                    bytes[at + i] = (byte) instead[i];
                }
                return bytes;
            }
        }
        throw new IllegalArgumentException(placeholder + " is not in the event");
    }

    /** The event as a writer with a schema that nobody knows sends it. */
    byte[] encodeWithUnknownSchema(Posts post) {
        byte[] bytes = encode(post);
        Arrays.fill(bytes, MARKER_BYTES, HEADER_BYTES, (byte) 0x5A);
        return bytes;
    }

    /** The event's bytes without their last ones. */
    byte[] encodeCutOff(Posts post) {
        byte[] bytes = encode(post);
        return Arrays.copyOf(bytes, bytes.length - 5);
    }
}
