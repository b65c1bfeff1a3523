package io.nearline.retrieval.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private final Bootstrap bootstrap = new Bootstrap(2_000);

    @Test
    void theIntervalOfAMeanIsTheOneOfTheNormalDistribution() {
        Random random = new Random(1);
        double[] values = random.doubles(400).toArray();
        Statistic mean = Statistic.mean(values);
        double middle = mean.ofAll(values.length);
        double variance = Statistic.mean(squares(values, middle)).ofAll(values.length);
        double half = 1.96 * Math.sqrt(variance / values.length);

        Interval interval = bootstrap.interval(mean, values.length);

        assertThat(interval.low()).isCloseTo(middle - half, within(0.15 * half));
        assertThat(interval.high()).isCloseTo(middle + half, within(0.15 * half));
    }

    @Test
    void coversTheTruthAsOftenAsItSays() {
        int covered = 0;
        for (int trial = 0; trial < 300; trial++) {
            double[] values = new Random(trial).doubles(100).toArray();
            Interval interval = new Bootstrap(400).interval(Statistic.mean(values), 100);
            covered += interval.low() <= 0.5 && interval.high() >= 0.5 ? 1 : 0;
        }

        assertThat(covered).isBetween(270, 297);
    }

    @Test
    void aDifferenceOfTheSameItemsIsSurerThanTwoIntervalsLookLike() {
        double[] values = new Random(2).doubles(200).toArray();
        double[] alwaysBetter = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            alwaysBetter[i] = values[i] + 0.01;
        }
        Statistic one = Statistic.mean(values);
        Statistic better = Statistic.mean(alwaysBetter);

        assertThat(bootstrap.interval(better, 200).isAbove(bootstrap.interval(one, 200).high()))
                .isFalse();
        assertThat(bootstrap.interval(Statistic.difference(better, one), 200).isAbove(0)).isTrue();
    }

    @Test
    void theSameItemsGiveTheSameInterval() {
        double[] values = new Random(3).doubles(50).toArray();

        assertThat(bootstrap.interval(Statistic.mean(values), 50))
                .isEqualTo(bootstrap.interval(Statistic.mean(values), 50));
    }

    @Test
    void aFigureThatIsNoNumberHasNoInterval() {
        assertThat(bootstrap.interval(items -> Double.NaN, 10).low()).isNaN();
        assertThatThrownBy(() -> new Bootstrap(10)).hasMessageContaining("100 or more");
    }

    private static double[] squares(double[] values, double middle) {
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = (values[i] - middle) * (values[i] - middle);
        }
        return squares;
    }
}
