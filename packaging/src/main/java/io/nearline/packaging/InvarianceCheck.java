package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TokenIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Sees whether a text's vector has the same bits alone and among others of its length. */
final class InvarianceCheck {
    private static final int SEED = 13;

    /** Texts in a call: the runtime takes other ways for few rows than for many. */
    private static final List<Integer> SIZES = List.of(2, 3, 8);

    private InvarianceCheck() {}

    /**
     * Tries every text at the start, in the middle and at the end of calls, beside its own tokens
     * in another order.
     *
     * @throws ModelRejectedException naming the first text by its place if its vector changes
     */
    static void require(OnnxModel model, List<TokenIds> texts) {
        Random random = new Random(SEED);
        for (int i = 0; i < texts.size(); i++) {
            float[] alone = model.vectors(new TokenBatch(List.of(texts.get(i)), 0)).get(0);
            for (int size : SIZES) {
                int place = i % size;
                List<TokenIds> batch = mates(texts.get(i), size, random);
                batch.set(place, texts.get(i));
                float[] among = model.vectors(new TokenBatch(batch, 0)).get(place);
                if (!Arrays.equals(alone, among)) {
                    throw new ModelRejectedException(
                            "golden text "
                                    + i
                                    + " has another vector among "
                                    + (size - 1)
                                    + " others than alone: this machine's runtime does not compute"
                                    + " row by row, so package without calibration");
                }
            }
        }
    }

    private static List<TokenIds> mates(TokenIds text, int count, Random random) {
        List<TokenIds> mates = new ArrayList<>();
        List<Long> ids = new ArrayList<>(Arrays.stream(text.ids()).boxed().toList());
        for (int i = 0; i < count; i++) {
            Collections.shuffle(ids, random);
            mates.add(new TokenIds(ids.stream().mapToLong(Long::longValue).toArray(), false));
        }
        return mates;
    }
}
