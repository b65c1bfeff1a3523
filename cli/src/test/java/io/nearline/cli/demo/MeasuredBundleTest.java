package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.bundle.Precision;
import io.nearline.operations.doctor.SpeedComparison;
import io.nearline.operations.doctor.SpeedComparison.Speed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the demo serves where nobody names a model. */
class MeasuredBundleTest {

    private static final Path INT8 = Path.of("bundles", "mini-int8");
    private static final Path FP32 = Path.of("bundles", "mini");

    private final StringWriter said = new StringWriter();

    /** The choice where fp32 embeds a hundred texts a second. */
    private Path chosenWith(double int8TextsPerSecond) {
        SpeedComparison speeds =
                new SpeedComparison(
                        List.of(
                                new Speed(INT8, "mini-int8", Precision.INT8, int8TextsPerSecond),
                                new Speed(FP32, "mini", Precision.FP32, 100)));
        return MeasuredBundle.choose(speeds, INT8, FP32, new PrintWriter(said));
    }

    @Test
    void isInt8WhereThatIsWorthItsAccuracy() {
        assertThat(chosenWith(190)).isEqualTo(INT8);
        assertThat(said.toString())
                .startsWith("model: mini-int8, for int8 runs at 1.90 times the speed of fp32 here");
        assertThat(chosenWith(110)).isEqualTo(INT8);
    }

    @Test
    void isFp32WhereInt8IsHardlyFasterOrSlower() {
        assertThat(chosenWith(109)).isEqualTo(FP32);
        assertThat(chosenWith(60)).isEqualTo(FP32);
        assertThat(said.toString())
                .contains("model: mini, for int8 runs at 0.60 times the speed of fp32 here");
    }

    @Test
    void isFp32WhereNothingWasCompared() {
        SpeedComparison alone =
                new SpeedComparison(List.of(new Speed(INT8, "mini-int8", Precision.INT8, 100)));

        assertThat(MeasuredBundle.choose(alone, INT8, FP32, new PrintWriter(said))).isEqualTo(FP32);
    }
}
