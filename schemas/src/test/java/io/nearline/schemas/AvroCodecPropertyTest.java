package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AvroCodecPropertyTest {

    private static final byte[] GOOD =
            AvroCodec.of(PostEvent.class).encode(SampleRecords.postEvent());

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);

    @Property
    void everyPostIsReadAsItWasWritten(@ForAll("posts") PostEvent post) {
        assertThat(codec.decode(codec.encode(post))).isEqualTo(post);
    }

    @Property
    void damagedBytesAreReadOrRefusedButNeverAnythingElse(@ForAll("damages") List<Damage> damages) {
        byte[] bytes = GOOD.clone();
        damages.forEach(damage -> bytes[damage.position()] = damage.value());
        try {
            codec.decode(bytes);
        } catch (UndecodableRecordException e) {
            assertThat(e).hasMessageNotContaining("Café");
        }
    }

    /** One byte overwritten. */
    record Damage(int position, byte value) {}

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, GOOD.length - 1), Arbitraries.bytes())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<PostEvent> posts() {
        Arbitrary<String> text =
                Arbitraries.strings().ofMaxLength(40).filter(AvroCodecPropertyTest::isWellFormed);
        Arbitrary<List<String>> hashtags = text.list().ofMaxSize(4).withoutEdgeCases();
        Arbitrary<Map<String, String>> attributes =
                Arbitraries.maps(text, text).ofMaxSize(4).withoutEdgeCases();
        return Combinators.combine(
                        text,
                        Arbitraries.longs(),
                        Arbitraries.of(PostEventKind.class),
                        text.injectNull(0.3),
                        hashtags,
                        attributes)
                .as(AvroCodecPropertyTest::post);
    }

    private static PostEvent post(
            String postId,
            long revision,
            PostEventKind kind,
            String body,
            List<String> hashtags,
            Map<String, String> attributes) {
        return PostEvent.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setKind(kind)
                .setEventTime(Instant.ofEpochMilli(revision >> 16))
                .setBody(body)
                .setHashtags(hashtags)
                .setAttributes(attributes)
                .build();
    }

    /** Lone surrogates have no UTF-8 form. */
    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
