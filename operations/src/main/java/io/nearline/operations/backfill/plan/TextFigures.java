package io.nearline.operations.backfill.plan;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.operators.assemble.PostText;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model makes of texts.
 *
 * @param tokensPerPost tokens fed to the model per text, specials included; mean
 * @param truncatedShare share of texts, 0 to 1, whose end the model does not see
 * @param paddingShare share of what the model reads, 0 to 1, that only fills up batches
 */
record TextFigures(double tokensPerPost, double truncatedShare, double paddingShare) {

    /**
     * Tokenises and batches the texts as the job does.
     *
     * @param waiting texts among which a worker finds those of one length
     */
    static TextFigures of(
            List<PostText> texts, TextTokenizer tokenizer, BatchPolicy policy, int waiting) {
        List<Integer> counts = new ArrayList<>();
        long truncated = 0;
        for (PostText text : texts) {
            try {
                TokenIds ids = tokenizer.tokenize(EmbeddableText.passage(text.text()));
                counts.add(ids.count());
                truncated += ids.truncated() || text.cut() ? 1 : 0;
            } catch (UnembeddableTextException e) {
                // The job writes a dead letter; too rare to matter for a plan.
                truncated += text.cut() ? 1 : 0;
            }
        }
        double tokens = counts.stream().mapToLong(Integer::longValue).sum();
        return new TextFigures(
                counts.isEmpty() ? 0 : tokens / counts.size(),
                texts.isEmpty() ? 0 : (double) truncated / texts.size(),
                tokens == 0 ? 0 : 1 - tokens / padded(counts, policy, waiting));
    }

    private static double padded(List<Integer> counts, BatchPolicy policy, int waiting) {
        long padded = 0;
        for (int start = 0; start < counts.size(); start += waiting) {
            List<Integer> taken = counts.subList(start, Math.min(counts.size(), start + waiting));
            for (List<Integer> batch : policy.split(taken, Integer::intValue)) {
                long longest = batch.stream().mapToInt(Integer::intValue).max().orElseThrow();
                padded += longest * batch.size();
            }
        }
        return padded;
    }
}
