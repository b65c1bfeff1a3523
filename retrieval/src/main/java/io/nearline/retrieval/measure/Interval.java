package io.nearline.retrieval.measure;

/** Where a figure lies with 95 % confidence, both ends included. */
public record Interval(double low, double high) {

    /** Whether all of it is above a value. */
    public boolean isAbove(double value) {
        return low > value;
    }
}
