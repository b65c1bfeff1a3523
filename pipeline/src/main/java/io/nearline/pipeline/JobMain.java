package io.nearline.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the entry points of both jobs do: read the options, wire the job, submit it. */
final class JobMain {

    private JobMain() {}

    /** One of the jobs. */
    @FunctionalInterface
    interface Job {

        /**
         * Wires the job into the environment.
         *
         * @return its name in Flink's UI and metrics
         */
        String wire(StreamExecutionEnvironment cluster, Configuration options);
    }

    /**
     * Submits a job to the cluster that runs this.
     *
     * @param args options as {@code -Dkey=value}, which go over Flink's configuration
     */
    static void submit(String[] args, Job job) throws Exception {
        try {
            StreamExecutionEnvironment cluster =
                    StreamExecutionEnvironment.getExecutionEnvironment();
            Configuration given = Configuration.fromMap(cluster.getConfiguration().toMap());
            given.addAll(Configuration.fromMap(options(args)));
            Configuration all = FlinkEnvironment.over(given);
            cluster.configure(all);
            cluster.execute(job.wire(cluster, all));
        } finally {
            SubmittingThread.forgetJar();
        }
    }

    static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("-D") || equals < 0) {
                // What stands after the sign may be a password.
                String name = equals < 0 ? arg : arg.substring(0, equals);
                throw new IllegalArgumentException(
                        "argument %s is not understood; write options as -Dkey=value"
                                .formatted(name));
            }
            options.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return options;
    }
}
