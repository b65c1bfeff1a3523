package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** Which models serve, and where their bundles come from. */
public final class ModelOptions {

    /** Directory of bundles. */
    public static final ConfigOption<String> DIRECTORY =
            key("nearline.models.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory that holds the model bundles, the same \
                            path on the job manager and every task manager. \
                            Required.\
                            """);

    /** Models. */
    public static final ConfigOption<List<String>> SERVED =
            key("nearline.models.serve")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Bundles to serve, by directory name, separated by \
                            semicolons. Each post is embedded for each. \
                            Required.\
                            """);

    /** Cache of fetched bundles. */
    public static final ConfigOption<String> CACHE =
            key("nearline.models.cache")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory on every machine that bundles of models \
                            that join the running job, and of backfills, are \
                            fetched to. What no job has asked for at a start in \
                            30 days is removed. By default nearline-models in \
                            the temporary directory of the JVM.\
                            """);

    /** Largest bundle. */
    public static final ConfigOption<MemorySize> MAX_BUNDLE_SIZE =
            key("nearline.models.max-bundle-size")
                    .memoryType()
                    .defaultValue(MemorySize.parse("4gb"))
                    .withDescription(
                            """
                            Largest bundle, all its files together, that a \
                            machine fetches because a record of the control \
                            topic or a backfill names it. A larger one is \
                            refused.\
                            """);

    /** Time to verify a staged model. */
    public static final ConfigOption<Duration> STAGE_TIMEOUT =
            key("nearline.models.stage-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            """
                            How long each machine may take to fetch and verify a \
                            staged model, repeated attempts included. What takes \
                            longer is refused.\
                            """);

    private ModelOptions() {}
}
