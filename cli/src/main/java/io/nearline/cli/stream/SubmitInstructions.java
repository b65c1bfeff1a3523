package io.nearline.cli.stream;

import io.nearline.cli.directories.Installation;
import io.nearline.operations.settings.JobSettings;
import io.nearline.pipeline.config.JobConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.configuration.GlobalConfiguration;

/** How to submit a job to a cluster, as a shell script that explains itself. */
final class SubmitInstructions {

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./:=,@+-]+");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]+}");
    private static final String HIDDEN = GlobalConfiguration.HIDDEN_CONTENT;

    private final JobSettings given;
    private final JobConfig config;

    /**
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if the job would not start
     */
    SubmitInstructions(JobSettings given) {
        this.given = given;
        this.config = given.asStream();
    }

    void print(PrintWriter out) throws IOException {
        Map<String, String> options = given.toMap();
        boolean anySecret =
                options.entrySet().stream()
                        .anyMatch(option -> isSecret(option.getKey(), option.getValue()));
        out.println("# Any Flink 2.3 cluster. Once, before the first job (deploy/README.md):");
        out.println("# - deploy/assemble, then copy deploy/target/lib/*.jar into lib/ of every");
        out.println("#   machine and restart the cluster: native libraries load only from there.");
        out.println(
                "# - put the bundles " + config.models().names() + " at the same path on every");
        out.println("#   machine, here " + config.models().directory() + ".");
        out.println(
                "# - nearline topics create --brokers %s%s"
                        .formatted(
                                config.kafka().bootstrapServers(),
                                config.kafka().clientProperties().isEmpty()
                                        ? ""
                                        : " --client-config FILE"));
        if (anySecret) {
            out.println("# Put the secrets in place of each %s below.".formatted(HIDDEN));
        }
        out.println("# -p: subtasks of each operator; up to the slots of the cluster.");
        out.print("flink run -d -p 1 " + quoted(Installation.jobJar().toString()));
        for (Map.Entry<String, String> option : options.entrySet()) {
            boolean secret = isSecret(option.getKey(), option.getValue());
            String value = secret ? HIDDEN : option.getValue();
            out.print(" \\\n  " + quoted("-D" + option.getKey() + "=" + value));
        }
        out.println();
        out.flush();
    }

    /** A reference to a secret, such as ${file:/run/secrets:password}, is none itself. */
    private static boolean isSecret(String key, String value) {
        return GlobalConfiguration.isSensitive(key) && !REFERENCE.matcher(value).matches();
    }

    private static String quoted(String argument) {
        return NEEDS_NO_QUOTES.matcher(argument).matches()
                ? argument
                : "'" + argument.replace("'", "'\\''") + "'";
    }
}
