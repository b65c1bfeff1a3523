package io.nearline.bench.measure;

/**
 * What some posts took.
 *
 * @param posts how many
 * @param seconds by the clock
 * @param cpuSeconds of the contender's process, without the threads that only watch or feed it
 * @param allocatedBytes on the heap, by the same threads, for the same posts
 * @param residentBytes of the process at the end
 */
public record Measurement(
        int posts, double seconds, double cpuSeconds, double allocatedBytes, long residentBytes) {

    public double perSecond() {
        return posts / seconds;
    }

    /** CPU seconds for 1,000 posts; holds even where other processes take turns on the cores. */
    public double cpuPerThousand() {
        return cpuSeconds * 1000 / posts;
    }

    public double allocatedPerPost() {
        return allocatedBytes / posts;
    }

    public double residentMegabytes() {
        return residentBytes / (double) (1 << 20);
    }
}
