package io.nearline.testcluster;

import java.nio.file.Path;

/** How the processes that the tests start write their logs. */
final class ProcessLogging {
    private ProcessLogging() {}

    /** The configuration file. */
    static Path configuration() {
        return Artifacts.source("test/cluster/src/main/resources/process-log4j2.properties");
    }

    /** The JVM flag that makes a process use it. */
    static String flag() {
        return "-Dlog4j2.configurationFile=" + configuration();
    }
}
