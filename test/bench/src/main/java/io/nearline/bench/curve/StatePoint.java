package io.nearline.bench.curve;

/**
 * Both gates with so many posts in state.
 *
 * @param posts in state
 * @param admitNewMicros CPU time of a new post at the first gate
 * @param admitKnownMicros CPU time of an edit of a known one there
 * @param recallNewMicros CPU time of a new post's vector at the second gate
 * @param recallKnownMicros CPU time of a known post's new vector there
 * @param wallMicros by the clock: a known post through both gates
 */
public record StatePoint(
        long posts,
        double admitNewMicros,
        double admitKnownMicros,
        double recallNewMicros,
        double recallKnownMicros,
        double wallMicros) {}
