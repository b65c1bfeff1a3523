package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EncoderCheckTest {

    /** How often each letter occurs. */
    private static float[] letters(String text) {
        float[] counts = new float[Byte.MAX_VALUE];
        text.chars().forEach(letter -> counts[letter]++);
        return counts;
    }

    /** The same for the same text, and nothing to do with what it says. */
    private static float[] noise(String text) {
        Random random = new Random(text.hashCode());
        float[] noise = new float[8];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    private static void assertRefused(Function<String, float[]> encoder, String likeness) {
        assertThatThrownBy(() -> EncoderCheck.requireLikeness(encoder))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("gives near-duplicates vectors no nearer (cosine " + likeness)
                .hasMessageContaining("it is no sentence encoder");
    }

    @Test
    void acceptsVectorsThatAreNearForNearDuplicates() {
        assertThatCode(() -> EncoderCheck.requireLikeness(EncoderCheckTest::letters))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesVectorsThatAreNoNearerForNearDuplicates() {
        assertRefused(EncoderCheckTest::noise, "");
        assertRefused(text -> new float[] {1}, "1.0000) than texts of different content (1.0000)");
    }

    @Test
    void refusesVectorsThatAreNoNumbers() {
        assertRefused(text -> new float[] {Float.NaN}, "NaN");
    }
}
