package io.nearline.packaging.graph;

import java.util.Arrays;
import java.util.Random;

/**
 * What one product of an encoder was seen to read: the extremes of every channel, and some numbers
 * of every row. The same rows in the same order leave the same sample.
 */
public final class InputSample {
    private static final int SEED = 13;

    /** Kept of one row. Few, since a row that is unlike the others must not stand for many. */
    private static final int PER_ROW = 32;

    /** Kept of one input, in 2 MB. */
    private static final int ROOM = 1 << 19;

    private final float[] lowest;
    private final float[] highest;
    private final float[] kept = new float[ROOM];
    private final Random random = new Random(SEED);
    private int drawn;

    /**
     * Of nothing yet.
     *
     * @param channels numbers in a row
     */
    public InputSample(int channels) {
        this.lowest = new float[channels];
        this.highest = new float[channels];
    }

    /**
     * Adds what was read in one run.
     *
     * @param numbers whole rows
     */
    public void add(float[] numbers) {
        for (int row = 0; row < numbers.length; row += channels()) {
            for (int channel = 0; channel < channels(); channel++) {
                float number = numbers[row + channel];
                lowest[channel] = Math.min(lowest[channel], number);
                highest[channel] = Math.max(highest[channel], number);
            }
            for (int i = 0; i < PER_ROW; i++) {
                draw(numbers[row + random.nextInt(channels())]);
            }
        }
    }

    /** Whatever was drawn is as likely as any other to be among those kept. */
    private void draw(float number) {
        int place = drawn < ROOM ? drawn : random.nextInt(drawn + 1);
        drawn++;
        if (place < ROOM) {
            kept[place] = number;
        }
    }

    int channels() {
        return lowest.length;
    }

    /** The least number of a channel, or 0 if that is less. */
    float lowest(int channel) {
        return lowest[channel];
    }

    /** The greatest number of a channel, or 0 if that is more. */
    float highest(int channel) {
        return highest[channel];
    }

    /** The numbers kept, of all channels. */
    float[] numbers() {
        return Arrays.copyOf(kept, Math.min(drawn, ROOM));
    }
}
