package io.nearline.operations.doctor;

import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.Processor;
import io.nearline.embedding.onnx.IntegerProducts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the processor has for models, and which of them is the faster on it. */
public final class SpeedCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private SpeedCheck() {}

    /**
     * One finding each about the processor, its integer products and the models' speed.
     *
     * @param bundles those to compare
     */
    public static List<Finding> findings(List<Path> bundles) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("processor", Processor.here().summary()));
        findings.add(products());
        if (!bundles.isEmpty()) {
            findings.add(speed(bundles));
        }
        return findings;
    }

    private static Finding products() {
        String subject = "int8 products";
        try {
            IntegerProducts here = IntegerProducts.here();
            return here == IntegerProducts.WRONG
                    ? Finding.failed(subject, here.summary(), "serve fp32 bundles on this machine")
                    : Finding.ok(subject, here.summary());
        } catch (LinkageError e) {
            return Finding.failed(subject, "the runtime does not load", NativeCheck.REMEDY);
        }
    }

    private static Finding speed(List<Path> bundles) {
        String subject = "speed of models";
        try {
            int cpus = Runtime.getRuntime().availableProcessors();
            return Finding.ok(subject, SpeedComparison.of(bundles, cpus, LIMIT).summary());
        } catch (EmbeddingException | LinkageError e) {
            return Finding.skipped(
                    subject, "not measured", "mend the models above, and run it again");
        }
    }
}
