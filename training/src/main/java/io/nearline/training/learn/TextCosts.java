package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.packaging.ModelPackager;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a text costs where models serve: processor time of one text at a time, on this machine.
 * Other work of the machine makes it longer; the ratio of two models stays about the same.
 *
 * @param milliseconds a text, by model; the base's first
 * @param tokens of a text, on average
 */
public record TextCosts(Map<String, Double> milliseconds, double tokens) {
    private static final int TEXTS = 60;
    private static final int ROUNDS = 5;

    public TextCosts {
        milliseconds = new LinkedHashMap<>(milliseconds);
    }

    /**
     * A cost against the base's.
     *
     * @param cost in milliseconds
     */
    public double ofBase(double cost) {
        return cost / milliseconds.values().iterator().next();
    }

    /** Packages the model as it stands, as it would serve in fp32. */
    public static Path packaged(Preparation prepared, Path scratch) throws IOException {
        Path bundle = scratch.resolve("served");
        ModelPackager.pack(ModelExport.asItStands(prepared, scratch, bundle, "fp32").build());
        return bundle;
    }

    /**
     * Measures models turn by turn, so that what else the machine does hits all of them.
     *
     * @param bundles by the name of the model; the base's first
     */
    public static TextCosts measure(Preparation prepared, Map<String, Path> bundles) {
        List<EmbeddableText> texts =
                prepared.texts(Integer.MAX_VALUE).stream()
                        .filter(text -> text.role() == EmbeddableText.Role.PASSAGE)
                        .limit(TEXTS)
                        .toList();
        List<ModelEncoder> open = new ArrayList<>();
        try {
            for (Path bundle : bundles.values()) {
                open.add(ModelEncoder.open(ModelBundle.open(bundle)));
            }
            double[] least = new double[open.size()];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < least.length; i++) {
                    least[i] = Math.min(least[i], milliseconds(open.get(i), texts));
                }
            }
            Map<String, Double> found = new LinkedHashMap<>();
            bundles.keySet().forEach(name -> found.put(name, least[found.size()]));
            return new TextCosts(found, tokens(prepared, texts));
        } finally {
            open.forEach(ModelEncoder::close);
        }
    }

    private static double milliseconds(ModelEncoder model, List<EmbeddableText> texts) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        texts.forEach(model::vector);
        return (threads.getCurrentThreadCpuTime() - begun) / 1e6 / texts.size();
    }

    private static double tokens(Preparation prepared, List<EmbeddableText> texts) {
        return texts.stream()
                .mapToInt(text -> prepared.input(text).length())
                .average()
                .orElse(Double.NaN);
    }
}
