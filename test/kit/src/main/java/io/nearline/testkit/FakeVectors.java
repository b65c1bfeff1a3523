package io.nearline.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/** Unit vectors that depend on nothing but the text: the same on every machine and every run. */
public final class FakeVectors {
    private FakeVectors() {}

    /** Returns the text's vector, of length 1. */
    public static float[] of(String text, int dimensions) {
        SplittableRandom random = new SplittableRandom(seedOf(text));
        double[] raw = new double[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            raw[i] = random.nextDouble(-1, 1);
            squares += raw[i] * raw[i];
        }
        float[] unit = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            unit[i] = (float) (raw[i] / Math.sqrt(squares));
        }
        return unit;
    }

    private static long seedOf(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
