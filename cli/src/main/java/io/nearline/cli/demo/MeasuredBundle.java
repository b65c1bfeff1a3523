package io.nearline.cli.demo;

import io.nearline.cli.directories.Installation;
import io.nearline.embedding.Processor;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.operations.doctor.SpeedComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Which of the two bundles that come with Nearline suits the processor at hand, by measurement. */
final class MeasuredBundle {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** int8 costs some accuracy: it has to be worth it. */
    private static final double WORTH = 1.1;

    private MeasuredBundle() {}

    /**
     * Lets both embed the same texts for a second or two.
     *
     * @param err is told what was measured and chosen
     * @return int8 if it is the faster by a tenth at least, otherwise fp32
     */
    static Path choose(PrintWriter err) throws IOException {
        Path int8 = Installation.bundles().find(InstalledBundles.DEFAULT);
        Path fp32 =
                Installation.bundles().find(InstalledBundles.otherThan(InstalledBundles.DEFAULT));
        SpeedComparison speeds =
                SpeedComparison.of(
                        List.of(int8, fp32), Runtime.getRuntime().availableProcessors(), LIMIT);
        return choose(speeds, int8, fp32, err);
    }

    static Path choose(SpeedComparison speeds, Path int8, Path fp32, PrintWriter err) {
        double ratio = speeds.int8ToFp32().orElse(0.0);
        Path chosen = ratio >= WORTH ? int8 : fp32;
        err.printf(
                Locale.ROOT,
                "model: %s, for int8 runs at %.2f times the speed of fp32 here (%s); --model names"
                        + " another%n",
                chosen.getFileName(),
                ratio,
                Processor.here().summary());
        err.flush();
        return chosen;
    }
}
