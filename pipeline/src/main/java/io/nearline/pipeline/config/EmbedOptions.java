package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** How texts become vectors: device, threads, batches, and bounds on memory and time. */
public final class EmbedOptions {

    /** Device. */
    public static final ConfigOption<String> DEVICE =
            key("nearline.embed.device")
                    .stringType()
                    .defaultValue("cpu")
                    .withDescription(
                            """
                            What models compute on: cpu, cuda (the first GPU of \
                            the machine) or cuda:1 (the second). A GPU needs \
                            onnxruntime_gpu in lib/ (deploy/README.md) and an \
                            fp32 model.\
                            """);

    /** Workers. */
    public static final ConfigOption<Integer> WORKERS =
            key("nearline.embed.workers")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            """
                            Threads that run each model in one task manager, \
                            shared by its slots; each uses one core. 0: one per \
                            core; with a GPU 2, one of which tokenises while the \
                            other's batch runs.\
                            """);

    /** Capacity. */
    public static final ConfigOption<Integer> CAPACITY =
            key("nearline.embed.capacity")
                    .intType()
                    .defaultValue(256)
                    .withDescription(
                            """
                            Posts in flight per subtask: the bound on memory, \
                            and where back pressure starts. Texts of equal \
                            length are chosen among them. Vectors that are ready \
                            wait to go on together, for a third as many as are \
                            in the model and 64 at most. Unless this is set a \
                            backfill has 128, and 512 without its guard.\
                            """);

    /** Timeout. */
    public static final ConfigOption<Duration> TIMEOUT =
            key("nearline.embed.timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(2))
                    .withDescription(
                            """
                            Longest time that one run of a model may take, \
                            counted from when a worker begins it: waiting for a \
                            worker is back pressure and never fails. What takes \
                            longer is told to end and is a retryable dead \
                            letter; if every worker hangs the job fails. Also \
                            the longest time that texts wait for a model that \
                            joined the job to be opened.\
                            """);

    /** Bytes in flight. */
    public static final ConfigOption<MemorySize> BYTES_IN_FLIGHT =
            key("nearline.embed.max-bytes-in-flight")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            """
                            Memory, of the task heap, for posts in flight per \
                            subtask, about: records as they came, what was \
                            decoded of them, and texts. A few large posts fill \
                            it where many small ones fill \
                            nearline.embed.capacity; either is back pressure. A \
                            post that is larger goes alone.\
                            """);

    /** Batching. */
    public static final ConfigOption<ServingSettings.Batching> BATCHING =
            key("nearline.embed.batch-policy")
                    .enumType(ServingSettings.Batching.class)
                    .defaultValue(ServingSettings.Batching.BY_PRECISION)
                    .withDescription(
                            """
                            by-precision: what suits the bundle on CPUs, \
                            similar-lengths for fp32, equal-lengths for int8 \
                            with fixed scales, one-text for other int8. \
                            one-text: each text by itself, the only way int8 \
                            without fixed scales gives one vector per text, and \
                            fp32 the same bits. equal-lengths: a text and those \
                            of its length that wait with it, never padded. \
                            similar-lengths: the same, and while that makes less \
                            than 128 tokens those that are up to 4 tokens longer \
                            or shorter, padded. token-budget: a text and those \
                            nearest to it in length, padded, for GPUs, where it \
                            is the default.\
                            """);

    /** Token budget. */
    public static final ConfigOption<Integer> TOKEN_BUDGET =
            key("nearline.embed.token-budget")
                    .intType()
                    .defaultValue(512)
                    .withDescription(
                            """
                            Tokens of one batch, padding included, where the \
                            policy makes batches. More than about 512 falls out \
                            of a core's cache. With a GPU the default is 16384.\
                            """);

    /** Memory for recent vectors. */
    public static final ConfigOption<MemorySize> CACHE_SIZE =
            key("nearline.embed.cache-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(16))
                    .withDescription(
                            """
                            Memory, of the task heap, for vectors of texts seen \
                            recently, per model and task manager: texts that are \
                            the same are embedded once, those in flight too. 16 \
                            mb hold some 9800 vectors of 384 dimensions. 0: \
                            embed every text.\
                            """);

    private EmbedOptions() {}
}
