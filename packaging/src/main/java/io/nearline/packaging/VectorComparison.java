package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.NamedVector;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.RowLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How alike the vectors of one model's two graphs are: of the golden texts, of sequences of their
 * tokens in random order and of every length from one token to the window, and, where the model may
 * be given batches, of each of them beside a longer one.
 *
 * @param worstCosine the least of all; NaN if a vector was not finite
 * @param texts how many were compared
 */
record VectorComparison(double worstCosine, int texts) {
    private static final int SEED = 13;

    /** Each length is so much longer than the one before. */
    private static final double GROWTH = 1.2;

    /** Compares {@code other} with {@code reference}, which differ in their served graph. */
    static VectorComparison of(ModelBundle reference, ModelBundle other) {
        List<TokenIds> texts = texts(reference);
        long padToken = reference.manifest().padToken();
        double worst = 1;
        int compared = 0;
        try (OnnxModel expected = OnnxModel.open(reference);
                OnnxModel actual = OnnxModel.open(other)) {
            boolean batches = other.manifest().served().inputs().padding().isPresent();
            TokenIds longest = texts.get(texts.size() - 1);
            RowLayout layout = expected.layout();
            for (TokenIds text : texts) {
                float[] row = first(expected, List.of(text), padToken);
                worst = worse(worst, layout, row, first(actual, List.of(text), padToken));
                compared++;
                if (batches) {
                    float[] among = first(actual, List.of(text, longest), padToken);
                    worst = worse(worst, layout, row, among);
                    compared++;
                }
            }
        }
        return new VectorComparison(worst, compared);
    }

    private static float[] first(OnnxModel model, List<TokenIds> batch, long padToken) {
        return model.vectors(new TokenBatch(batch, padToken)).get(0);
    }

    /** Math.min keeps a NaN. */
    private static double worse(double worst, RowLayout layout, float[] expected, float[] actual) {
        double least = Math.min(worst, Cosine.between(layout.main(expected), layout.main(actual)));
        List<NamedVector> wanted = layout.further(expected);
        List<NamedVector> found = layout.further(actual);
        for (int i = 0; i < wanted.size(); i++) {
            double cosine = Cosine.between(wanted.get(i).vector(), found.get(i).vector());
            least = Math.min(least, cosine);
        }
        return least;
    }

    /** The longest comes last. */
    private static List<TokenIds> texts(ModelBundle bundle) {
        List<TokenIds> texts = new ArrayList<>();
        try (TextTokenizer tokenizer = TextTokenizer.open(bundle)) {
            GoldenTexts.ALL.stream()
                    .map(EmbeddableText::passage)
                    .map(tokenizer::tokenize)
                    .forEach(texts::add);
        }
        long[] known = texts.stream().flatMapToLong(text -> Arrays.stream(text.ids())).toArray();
        Random random = new Random(SEED);
        int window = bundle.manifest().maxTokens();
        for (int length = 1; length < window; length = (int) Math.ceil(length * GROWTH)) {
            texts.add(shuffled(known, length, random));
        }
        texts.add(shuffled(known, window, random));
        return texts;
    }

    private static TokenIds shuffled(long[] known, int length, Random random) {
        long[] ids = new long[length];
        for (int i = 0; i < length; i++) {
            ids[i] = known[random.nextInt(known.length)];
        }
        return new TokenIds(ids, false);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "worst cosine %.7f over %d texts", worstCosine, texts);
    }
}
