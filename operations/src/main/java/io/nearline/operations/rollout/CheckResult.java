package io.nearline.operations.rollout;

import java.util.Locale;
import java.util.Objects;

/**
 * How one check went.
 *
 * @param check what was looked at
 * @param outcome whether it is good enough
 * @param figure what was measured; NaN if the check has no number, or none could be had
 * @param bar what was asked for, such as {@code >= 0.999}; empty if there is no number to ask for
 * @param detail what was found, for people
 * @param remedy what to do where it failed; else empty
 */
public record CheckResult(
        Check check, Outcome outcome, double figure, String bar, String detail, String remedy) {

    /** Whether a check stands in the way of a promotion. */
    public enum Outcome {
        PASSED,
        /** A promotion must be forced. */
        FAILED,
        /** There was nothing to look at. */
        SKIPPED
    }

    public CheckResult {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(outcome, "outcome");
        remedy = outcome == Outcome.FAILED ? remedy : "";
    }

    /** Passes if the figure reaches the bar; NaN does not. */
    static CheckResult atLeast(
            Check check, double figure, double bar, String detail, String remedy) {
        Outcome outcome = figure >= bar ? Outcome.PASSED : Outcome.FAILED;
        return new CheckResult(check, outcome, figure, ">= " + number(bar), detail, remedy);
    }

    /** Passes if the figure does not exceed the bar; NaN does. */
    static CheckResult atMost(
            Check check, double figure, double bar, String detail, String remedy) {
        Outcome outcome = figure <= bar ? Outcome.PASSED : Outcome.FAILED;
        return new CheckResult(check, outcome, figure, "<= " + number(bar), detail, remedy);
    }

    static CheckResult passed(Check check, String detail) {
        return new CheckResult(check, Outcome.PASSED, Double.NaN, "", detail, "");
    }

    static CheckResult failed(Check check, String detail, String remedy) {
        return new CheckResult(check, Outcome.FAILED, Double.NaN, "", detail, remedy);
    }

    static CheckResult skipped(Check check, String why) {
        return new CheckResult(check, Outcome.SKIPPED, Double.NaN, "", why, "");
    }

    public boolean hasFailed() {
        return outcome == Outcome.FAILED;
    }

    /** A figure or a bar as it is shown: up to four places, no zeros at the end. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
