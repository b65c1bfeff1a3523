package io.nearline.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What some posts took.
 *
 * @param perSecond posts a second
 * @param cpuPerThousand CPU seconds of this whole process for 1,000 posts; holds even where other
 *     processes take turns on the cores
 */
record Rate(double perSecond, double cpuPerThousand) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Measures from now on. */
    static Stopwatch start() {
        return new Stopwatch(System.nanoTime(), SYSTEM.getProcessCpuTime());
    }

    /** A measurement that is going on. */
    record Stopwatch(long startNanos, long startCpuNanos) {

        /** Ends it, given how many posts were done. */
        Rate stop(int posts) {
            return new Rate(
                    posts / ((System.nanoTime() - startNanos) / 1e9), cpuPerThousand(posts));
        }

        /** Not a number where no posts were done in the time, which is then too short. */
        double cpuPerThousand(int posts) {
            return posts == 0
                    ? Double.NaN
                    : (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9 * 1000 / posts;
        }
    }
}
