package io.nearline.sql.model;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.pipeline.config.ServingSettings.Batching;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * Options of {@code CREATE MODEL}. Those of the engine have the names and the defaults that the
 * streaming job has under {@code nearline.embed} and {@code nearline.models}.
 */
final class ModelOptions {

    static final ConfigOption<String> BUNDLE =
            key("bundle")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory of the model bundle: a path that every task manager has, or"
                                    + " a URI of any file system that Flink has.");

    static final ConfigOption<String> DIGEST =
            key("digest")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Digest that the bundle must have. Unless it is set, the bundle is read"
                                    + " where the statement is planned and its digest holds from"
                                    + " then on.");

    static final ConfigOption<String> OUTPUT =
            key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("A further output of the bundle, in place of its vector.");

    static final ConfigOption<Role> ENTRY =
            key("entry")
                    .enumType(Role.class)
                    .defaultValue(Role.PASSAGE)
                    .withDescription(
                            "What the texts are for: passage (posts), query or member. The bundle"
                                    + " may have a prefix or a graph of its own for each.");

    static final ConfigOption<Unembeddable> ON_UNEMBEDDABLE_TEXT =
            key("on-unembeddable-text")
                    .enumType(Unembeddable.class)
                    .defaultValue(Unembeddable.NULL)
                    .withDescription(
                            "What becomes of a text that can have no vector: null, its row goes on"
                                    + " with NULL, or fail, the job fails.");

    static final ConfigOption<String> BUNDLE_CACHE =
            key("bundle-cache")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Directory on every machine that URIs are fetched to.");

    static final ConfigOption<MemorySize> MAX_BUNDLE_SIZE =
            key("max-bundle-size")
                    .memoryType()
                    .defaultValue(MemorySize.parse("4gb"))
                    .withDescription("Largest bundle that is fetched.");

    static final ConfigOption<String> DEVICE =
            key("device")
                    .stringType()
                    .defaultValue("cpu")
                    .withDescription("What the model computes on: cpu, cuda or cuda:1.");

    static final ConfigOption<Integer> WORKERS =
            key("workers")
                    .intType()
                    .defaultValue(0)
                    .withDescription("Threads that compute; 0: one per core, with a GPU 2.");

    static final ConfigOption<Batching> BATCH_POLICY =
            key("batch-policy")
                    .enumType(Batching.class)
                    .defaultValue(Batching.BY_PRECISION)
                    .withDescription("Which texts share a call of the model.");

    static final ConfigOption<Integer> TOKEN_BUDGET =
            key("token-budget")
                    .intType()
                    .defaultValue(512)
                    .withDescription("Tokens of one batch, padding included; 16384 with a GPU.");

    static final ConfigOption<MemorySize> CACHE_SIZE =
            key("cache-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(16))
                    .withDescription("Memory for vectors of texts seen recently; 0 for none.");

    static final ConfigOption<Duration> TIMEOUT =
            key("timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(2))
                    .withDescription("Longest time that one run of the model may take.");

    /** All but {@link #BUNDLE}. */
    static final Set<ConfigOption<?>> OPTIONAL =
            Set.of(
                    DIGEST,
                    OUTPUT,
                    ENTRY,
                    ON_UNEMBEDDABLE_TEXT,
                    BUNDLE_CACHE,
                    MAX_BUNDLE_SIZE,
                    DEVICE,
                    WORKERS,
                    BATCH_POLICY,
                    TOKEN_BUDGET,
                    CACHE_SIZE,
                    TIMEOUT);

    private ModelOptions() {}
}
