package io.nearline.bench.curve;

/**
 * Texts of about one length.
 *
 * @param tokens of a text, on average
 * @param roofline texts a second, the exported graph alone
 * @param embedder texts a second, text to vector
 * @param rooflineCpuMillis CPU time of a text
 * @param embedderCpuMillis CPU time of a text
 */
public record LengthPoint(
        double tokens,
        double roofline,
        double embedder,
        double rooflineCpuMillis,
        double embedderCpuMillis) {}
