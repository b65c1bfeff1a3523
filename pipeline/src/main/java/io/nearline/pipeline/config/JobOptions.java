package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nearline.operators.assemble.TextPart;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostContract;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.cluster.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * Every option of the live job; what a backfill has on top is in {@link BackfillOptions}. Set them
 * where Flink's own are set: {@code config.yaml}, {@code -D} or the operator's {@code
 * flinkConfiguration}.
 */
public final class JobOptions {

    /** Brokers. */
    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            key("nearline.kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Brokers to connect to, as host:port,host:port. Required.");

    /** Consumer group. */
    public static final ConfigOption<String> GROUP_ID =
            key("nearline.kafka.group-id")
                    .stringType()
                    .defaultValue("nearline")
                    .withDescription(
                            """
                            Consumer group that offsets are committed to at each \
                            checkpoint. For monitoring: after a failure the \
                            checkpoint decides.\
                            """);

    /** Where to start. */
    public static final ConfigOption<StartFrom> START_FROM =
            key("nearline.kafka.start-from")
                    .enumType(StartFrom.class)
                    .defaultValue(StartFrom.EARLIEST)
                    .withDescription(
                            """
                            Where to start when there is no checkpoint or \
                            savepoint to resume from.\
                            """);

    /** Client properties. */
    public static final ConfigOption<Map<String, String>> CLIENT_PROPERTIES =
            key("nearline.kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            """
                            Settings handed to every Kafka client as they are, \
                            for instance \
                            nearline.kafka.properties.security.protocol: \
                            SASL_SSL. Every reader has isolation.level \
                            read_committed unless this says otherwise: records \
                            of a transaction that was rolled back are not read, \
                            and an open one holds back what follows it in its \
                            partitions.\
                            """);

    /** Transactional id prefix. */
    public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
            key("nearline.kafka.transactional-id-prefix")
                    .stringType()
                    .defaultValue("nearline")
                    .withDescription(
                            """
                            Prefix of transactional ids under exactly-once. Two \
                            jobs on the same brokers must not share it.\
                            """);

    /** Transaction time-out. */
    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
            key("nearline.kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            """
                            How long the brokers keep a transaction that nobody \
                            ends, under exactly-once: the longest outage after \
                            which the newest checkpoint can be restored. The \
                            brokers must allow it (transaction.max.timeout.ms, \
                            by default 15 minutes).\
                            """);

    /** Lost transactions. */
    public static final ConfigOption<LostTransactions> LOST_TRANSACTIONS =
            key("nearline.kafka.lost-transactions")
                    .enumType(LostTransactions.class)
                    .defaultValue(LostTransactions.FAIL)
                    .withDescription(
                            """
                            What to do under exactly-once when a restored \
                            checkpoint names a transaction that the brokers have \
                            rolled back or forgotten. fail: end with an error, \
                            so that an older checkpoint can be restored, which \
                            publishes its updates again. accept: go on without \
                            them.\
                            """);

    /** Posts topic. */
    public static final ConfigOption<String> POSTS_TOPIC =
            key("nearline.topics.posts")
                    .stringType()
                    .defaultValue(TopicNames.POSTS)
                    .withDescription("Topic of PostEvent records, keyed by post id.");

    /** Index-updates topic. */
    public static final ConfigOption<String> INDEX_UPDATES_TOPIC =
            key("nearline.topics.index-updates")
                    .stringType()
                    .defaultValue(TopicNames.INDEX_UPDATES)
                    .withDescription(
                            "Topic of IndexUpdate records, keyed by post id and model name.");

    /** Topic of backfilled vectors. */
    public static final ConfigOption<String> BACKFILL_UPDATES_TOPIC =
            key("nearline.topics.backfill-updates")
                    .stringType()
                    .defaultValue(TopicNames.BACKFILL_UPDATES)
                    .withDescription(
                            """
                            Topic that backfills write to and the live job \
                            merges from, keyed as the topic of index updates.\
                            """);

    /** Topic of decisions. */
    public static final ConfigOption<String> INDEX_CONTROL_TOPIC =
            key("nearline.topics.index-control")
                    .stringType()
                    .defaultValue(TopicNames.INDEX_CONTROL)
                    .withDescription(
                            """
                            Compacted topic of one partition: which model is \
                            active, which the live job serves, how far backfills \
                            are.\
                            """);

    /** Dead-letters topic. */
    public static final ConfigOption<String> DEAD_LETTERS_TOPIC =
            key("nearline.topics.dead-letters")
                    .stringType()
                    .defaultValue(TopicNames.DEAD_LETTERS)
                    .withDescription("Topic of DeadLetter records, keyed as the original.");

    /** Topic of the copy in Confluent's framing. */
    public static final ConfigOption<String> FRAMED_UPDATES_TOPIC =
            key("nearline.topics.framed-updates")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Topic for a copy of nearline.topics.index-updates in Confluent's \
                            framing, for sinks of Kafka Connect, ksqlDB and others that have a \
                            schema registry; make it compacted. Key, headers and null values are \
                            the same. The schema is registered as TOPIC-value; \
                            nearline.registry.url is required. The copy begins with the first \
                            record that the topic holds. By default there is none.\
                            """);

    /** Delivery. */
    public static final ConfigOption<Delivery> DELIVERY =
            key("nearline.delivery")
                    .enumType(Delivery.class)
                    .defaultValue(Delivery.AT_LEAST_ONCE)
                    .withDescription(
                            """
                            at-least-once: a restart may publish a revision \
                            twice, which a keyed upsert does not notice. \
                            exactly-once: updates become visible at the next \
                            checkpoint, so freshness follows the checkpoint \
                            interval; consumers must read committed.\
                            """);

    /** Directory of bundles. */
    public static final ConfigOption<String> MODELS_DIRECTORY =
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
    public static final ConfigOption<List<String>> MODELS =
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
    public static final ConfigOption<String> MODELS_CACHE =
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
    public static final ConfigOption<Duration> EMBED_TIMEOUT =
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

    /** Format of the posts topic. */
    public static final ConfigOption<PostWireFormat> POSTS_FORMAT =
            key("nearline.posts.format")
                    .enumType(PostWireFormat.class)
                    .defaultValue(PostWireFormat.NEARLINE)
                    .withDescription(
                            """
                            Format of the records of nearline.topics.posts. nearline: \
                            PostEvent. json: one JSON object a record. confluent-avro: a byte \
                            0, the id of a schema in four bytes, a record of Avro. protobuf: one \
                            message a record, of nearline.posts.protobuf-message; a frame as \
                            Confluent's serializer writes it is passed over. The last three need \
                            nearline.posts.mapping. A backfill of the topic needs the same \
                            value; one of files does not look at it. A record of another format \
                            is a dead letter.\
                            """);

    /** Mapping of posts. */
    public static final ConfigOption<String> POSTS_MAPPING =
            key("nearline.posts.mapping")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File that says how a record becomes a post \
                            (docs/reference/post-mapping.md), as a path or as a URI of any file \
                            system that Flink knows. It is read where the job is submitted and \
                            travels with the job. A backfill of the topic needs the same one.\
                            """);

    /** Descriptors of Protobuf. */
    public static final ConfigOption<String> POSTS_PROTOBUF_DESCRIPTOR =
            key("nearline.posts.protobuf-descriptor")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File with the descriptors for protobuf, as protoc \
                            --descriptor_set_out --include_imports writes it, as a path or as a \
                            URI. It is read where the job is submitted and travels with the job. \
                            A backfill of the topic needs the same one.\
                            """);

    /** Message of Protobuf. */
    public static final ConfigOption<String> POSTS_PROTOBUF_MESSAGE =
            key("nearline.posts.protobuf-message")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Full name of the message that the records are, for protobuf, such as \
                            team.posts.Post. A backfill of the topic needs the same one.\
                            """);

    /** Address of the schema registry. */
    public static final ConfigOption<List<String>> REGISTRY_URL =
            key("nearline.registry.url")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Address of the schema registry for confluent-avro and \
                            nearline.topics.framed-updates, as Confluent's REST interface \
                            begins there; with ';' between several of one registry. While none \
                            answers, posts wait.\
                            """);

    /** Credentials for the schema registry. */
    public static final ConfigOption<String> REGISTRY_CREDENTIALS_FILE =
            key("nearline.registry.credentials-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File on every task manager with one line, user:password, for basic \
                            authentication at the schema registry. Read for each question, so \
                            it may change while the job runs.\
                            """);

    /** Trust in the schema registry. */
    public static final ConfigOption<String> REGISTRY_CA_FILE =
            key("nearline.registry.ca-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File on every task manager with the certificates, in PEM, by which \
                            the schema registry's is trusted, and no other. By default those \
                            that Java trusts.\
                            """);

    /** Highest revision. */
    public static final ConfigOption<Long> MAX_REVISION =
            key("nearline.posts.max-revision")
                    .longType()
                    .defaultValue(PostContract.MAX_REVISION)
                    .withDescription(
                            """
                            Highest revision that is taken; a higher one is a \
                            dead letter. One revision far too high, a time for a \
                            version say, would make all later revisions of its \
                            post stale. Set it to more than the source will ever \
                            send. A backfill needs the same value.\
                            """);

    /** Parts of the text. */
    public static final ConfigOption<List<TextPart>> TEXT_PARTS =
            key("nearline.text.parts")
                    .enumType(TextPart.class)
                    .asList()
                    .defaultValues(TextRecipe.ALL_PARTS.toArray(TextPart[]::new))
                    .withDescription(
                            """
                            Parts of a post that make its text, in this order. A \
                            change makes every post that comes by be embedded \
                            again.\
                            """);

    /** Longest text. */
    public static final ConfigOption<Integer> TEXT_MAX_CHARS =
            key("nearline.text.max-chars")
                    .intType()
                    .defaultValue(32_768)
                    .withDescription(
                            """
                            Longest text that is tokenised, UTF-16 units; the \
                            rest is cut and the update marked truncated. A model \
                            with a window of 512 tokens never needs more.\
                            """);

    /** Vector encoding. */
    public static final ConfigOption<VectorEncoding> VECTOR_ENCODING =
            key("nearline.vector.encoding")
                    .enumType(VectorEncoding.class)
                    .defaultValue(VectorEncoding.FLOAT32)
                    .withDescription("How vectors are written in updates.");

    /** Further vectors. */
    public static final ConfigOption<List<String>> VECTOR_OUTPUTS =
            key("nearline.vector.outputs")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Outputs of the models that updates carry beside the vector, \
                            by the names that bundles give them, such as short; with ';' \
                            between several. Models without an output of the name carry \
                            none. Consumers must read version 3 of IndexUpdate. After a \
                            change each post is embedded again when it changes next: a \
                            backfill of the same model does not replace what was published \
                            of a revision. Give backfills the same value, or what they merge \
                            has no outputs.\
                            """);

    /** First gate's memory. */
    public static final ConfigOption<Duration> ADMIT_TTL =
            key("nearline.state.admit-ttl")
                    .durationType()
                    .defaultValue(Duration.ofDays(90))
                    .withDescription(
                            """
                            How long the first gate remembers a post after its \
                            last change. A replay older than this may be \
                            embedded again, but is still stopped by the second \
                            gate.\
                            """);

    /** Second gate's memory. */
    public static final ConfigOption<Duration> RECALL_TTL =
            key("nearline.state.recall-ttl")
                    .durationType()
                    .defaultValue(Duration.ofDays(97))
                    .withDescription(
                            """
                            How long the second gate keeps a vector after its \
                            last change. Longer than nearline.state.admit-ttl, \
                            so that an unchanged text always finds its vector.\
                            """);

    /** Deletes that the topic forgets. */
    public static final ConfigOption<Duration> TOMBSTONE_AFTER =
            key("nearline.updates.tombstone-after")
                    .durationType()
                    .defaultValue(Duration.ofDays(30))
                    .withDescription(
                            """
                            How long after a delete its key gets a null value on \
                            the topic of index updates, by which compaction \
                            removes it. Longer than any consumer pauses, and \
                            shorter than nearline.state.recall-ttl: the second \
                            gate must remember the delete for longer than the \
                            topic does. 0: never; the topic keeps one small \
                            record of each deleted post.\
                            """);

    /** Waiting for a vector. */
    public static final ConfigOption<Duration> PENDING_TIMEOUT =
            key("nearline.recall.pending-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            """
                            How long an unchanged text waits for a vector that \
                            is still in flight after a restart. Longer than \
                            nearline.embed.timeout.\
                            """);

    /** Attempts. */
    public static final ConfigOption<Integer> RETRY_ATTEMPTS =
            key("nearline.retry.attempts")
                    .intType()
                    .defaultValue(6)
                    .withDescription(
                            """
                            How often the job tries a post by itself that fails \
                            for a passing reason, the first time included. With \
                            the default delay 6 attempts span about six minutes. \
                            Then its dead letter waits for a person. 0: never \
                            again by itself.\
                            """);

    /** Delay before the second attempt. */
    public static final ConfigOption<Duration> RETRY_DELAY =
            key("nearline.retry.delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            """
                            From a failure to the second attempt. Each later \
                            delay is four times as long, one hour at most. Under \
                            exactly-once the time to the next checkpoint comes \
                            on top.\
                            """);

    /** Rate of the retry lane. */
    public static final ConfigOption<Integer> RETRY_RATE =
            key("nearline.retry.rate")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            """
                            Most posts that the job tries again a second, so \
                            that an outage does not end in a storm. What would \
                            have to wait ten minutes longer than its delay stays \
                            a dead letter.\
                            """);

    /** Rate of the merge lane. */
    public static final ConfigOption<Integer> MERGE_RATE =
            key("nearline.merge.rate")
                    .intType()
                    .defaultValue(2000)
                    .withDescription(
                            """
                            Most backfilled vectors that the live job merges a \
                            second. Its source readers share it evenly, so give \
                            the topic at least as many partitions as the job has \
                            subtasks.\
                            """);

    /** Live records first. */
    public static final ConfigOption<Duration> MERGE_LIVE_WAIT =
            key("nearline.merge.live-wait")
                    .durationType()
                    .defaultValue(Duration.ofMillis(250))
                    .withDescription(
                            """
                            No backfilled vector is merged while live records \
                            reach the first gate later than this after Kafka's \
                            timestamp on them. Raise it if producers stamp their \
                            records with times of the past, or their clocks \
                            differ from the job's.\
                            """);

    private JobOptions() {}
}
