package io.nearline.pipeline.config;

import static io.nearline.pipeline.config.OptionReader.presumed;

import io.nearline.embedding.Device;
import io.nearline.operators.assemble.TextPart;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostContract;
import io.nearline.operators.decode.PostFormat;
import io.nearline.schemas.VectorEncoding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/** Reads what the live job and a backfill are told in the same words. */
final class SharedSections {

    /** Several subtasks share an engine: their capacities together should not block the first. */
    private static final int MAX_WAITING_AT_LEAST = 1024;

    /** A GPU is busy with tens of texts at once; not measured yet. */
    private static final int GPU_TOKEN_BUDGET = 16_384;

    /** A few bytes would be a forgotten unit. */
    private static final MemorySize LEAST_IN_FLIGHT = MemorySize.ofMebiBytes(1);

    private static final MemorySize LEAST_BUNDLE = MemorySize.ofMebiBytes(1);

    private static final MemorySize LEAST_CACHE = MemorySize.ofMebiBytes(1);

    /** As many as a bundle may have. */
    private static final int MOST_OUTPUTS = 16;

    private static final Pattern OUTPUT = Pattern.compile("[a-z0-9-]+");

    private final OptionReader options;

    SharedSections(OptionReader options) {
        this.options = options;
    }

    KafkaSettings kafka() {
        return new KafkaSettings(
                presumed(
                        options.required(
                                KafkaOptions.BOOTSTRAP_SERVERS, "set it to host:port,host:port")),
                options.value(KafkaOptions.GROUP_ID),
                options.value(KafkaOptions.START_FROM),
                options.value(TopicOptions.POSTS),
                options.value(TopicOptions.INDEX_UPDATES),
                options.value(TopicOptions.BACKFILL_UPDATES),
                options.value(TopicOptions.INDEX_CONTROL),
                options.value(TopicOptions.DEAD_LETTERS),
                presumed(
                        Optional.ofNullable(options.find(TopicOptions.DELIVERY))
                                .map(Delivery::guarantee)
                                .orElse(null)),
                new Transactions(
                        options.value(KafkaOptions.TRANSACTIONAL_ID_PREFIX),
                        options.positiveDuration(KafkaOptions.TRANSACTION_TIMEOUT),
                        options.value(KafkaOptions.LOST_TRANSACTIONS)),
                longestPause(),
                options.value(KafkaOptions.CLIENT_PROPERTIES));
    }

    /** A process that Flink has not heard of for the whole time is replaced by another. */
    private Duration longestPause() {
        Duration heartbeat = options.find(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT);
        return presumed(heartbeat == null ? null : heartbeat.dividedBy(2));
    }

    /** The engine of a job that has this many texts in flight per subtask. */
    ServingSettings.Engine engine(@Nullable Integer capacity) {
        Device device = device();
        ServingSettings.Batching batching =
                device.isGpu()
                        ? unlessSet(EmbedOptions.BATCHING, ServingSettings.Batching.TOKEN_BUDGET)
                        : options.find(EmbedOptions.BATCHING);
        Integer budget =
                device.isGpu()
                        ? unlessSet(EmbedOptions.TOKEN_BUDGET, GPU_TOKEN_BUDGET)
                        : options.find(EmbedOptions.TOKEN_BUDGET);
        Integer workers = options.find(EmbedOptions.WORKERS);
        options.check(
                EmbedOptions.WORKERS,
                workers,
                count -> count >= 0,
                "use 0 for one per core, or more");
        options.check(EmbedOptions.TOKEN_BUDGET, budget, count -> count > 0, "use 1 or more");
        MemorySize cache = cacheSize();
        Duration runTimeout = options.find(EmbedOptions.TIMEOUT);
        if (workers == null
                || batching == null
                || budget == null
                || capacity == null
                || cache == null
                || runTimeout == null) {
            return presumed(null);
        }
        return new ServingSettings.Engine(
                workers,
                batching,
                budget,
                Math.max(capacity, MAX_WAITING_AT_LEAST),
                cache.getBytes(),
                device,
                runTimeout,
                options.value(VectorOptions.OUTPUTS));
    }

    /** Of posts in flight per subtask; 0 if it is not told right. */
    long bytesInFlight() {
        MemorySize found = options.find(EmbedOptions.BYTES_IN_FLIGHT);
        options.check(
                EmbedOptions.BYTES_IN_FLIGHT,
                found,
                size -> size.compareTo(LEAST_IN_FLIGHT) >= 0,
                "use " + LEAST_IN_FLIGHT + " or more");
        return found == null ? 0 : found.getBytes();
    }

    private <T> @Nullable T unlessSet(ConfigOption<T> option, T otherwise) {
        return options.isSet(option) ? options.find(option) : otherwise;
    }

    private Device device() {
        String found = options.value(EmbedOptions.DEVICE);
        try {
            return Device.parse(found);
        } catch (IllegalArgumentException unreadable) {
            options.problem(EmbedOptions.DEVICE, found, String.valueOf(unreadable.getMessage()));
            return Device.PROCESSORS;
        }
    }

    /** A few bytes would be a forgotten unit. */
    private @Nullable MemorySize cacheSize() {
        MemorySize found = options.find(EmbedOptions.CACHE_SIZE);
        options.check(
                EmbedOptions.CACHE_SIZE,
                found,
                size -> size.getBytes() == 0 || size.compareTo(LEAST_CACHE) >= 0,
                "use 0 for none, or " + LEAST_CACHE + " or more");
        return found;
    }

    /** Largest bundle that is fetched, bytes. */
    long mostBundleBytes() {
        MemorySize found = options.find(ModelOptions.MAX_BUNDLE_SIZE);
        options.check(
                ModelOptions.MAX_BUNDLE_SIZE,
                found,
                size -> size.compareTo(LEAST_BUNDLE) >= 0,
                "use " + LEAST_BUNDLE + " or more");
        return found == null ? 0 : found.getBytes();
    }

    VectorEncoding vectorEncoding() {
        VectorEncoding encoding = options.value(VectorOptions.ENCODING);
        options.check(
                VectorOptions.ENCODING,
                encoding,
                found -> found != VectorEncoding.UNKNOWN,
                "use FLOAT32, FLOAT16 or INT8");
        return encoding;
    }

    /** How posts stand in the topic. */
    PostFormat postFormat() {
        return new PostFormatSection(options).format();
    }

    long maxRevision() {
        Long found = options.find(PostOptions.MAX_REVISION);
        options.check(
                PostOptions.MAX_REVISION,
                found,
                revision -> revision > 0 && revision <= PostContract.MAX_REVISION,
                "use 1 to " + PostContract.MAX_REVISION);
        return found == null ? 0 : found;
    }

    TextRecipe recipe() {
        List<TextPart> parts = options.find(PostOptions.TEXT_PARTS);
        Integer maxChars = options.positive(PostOptions.TEXT_MAX_CHARS);
        options.check(
                PostOptions.TEXT_PARTS, parts, found -> !found.isEmpty(), "name at least one part");
        if (parts == null || parts.isEmpty() || maxChars == null || maxChars <= 0) {
            return presumed(null);
        }
        return new TextRecipe(parts, maxChars, outputs());
    }

    private List<String> outputs() {
        List<String> found = options.find(VectorOptions.OUTPUTS);
        options.check(
                VectorOptions.OUTPUTS,
                found,
                names -> names.stream().allMatch(name -> OUTPUT.matcher(name).matches()),
                "use the names that bundles give their outputs, of a-z, 0-9 and '-', with ';'"
                        + " between them");
        options.check(
                VectorOptions.OUTPUTS,
                found,
                names -> names.stream().distinct().count() == names.size(),
                "name each output once");
        options.check(
                VectorOptions.OUTPUTS,
                found,
                names -> names.size() <= MOST_OUTPUTS,
                "name up to " + MOST_OUTPUTS);
        return found == null ? List.of() : found;
    }
}
