package io.nearline.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nearline.embedding.Device;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.operators.assemble.TextPart;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.wire.ConfluentAvroPosts;
import io.nearline.operators.wire.JsonPosts;
import io.nearline.operators.wire.NamedMapping;
import io.nearline.operators.wire.NamedMessage;
import io.nearline.operators.wire.ProtobufPosts;
import io.nearline.schemas.VectorEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of(
                    "nearline.kafka.bootstrap-servers", "localhost:9092",
                    "nearline.models.directory", "/models",
                    "nearline.models.serve", "one;two");

    private static final String MAPPING = "id: id\nrevision: v\nbody: text\n";

    private static JobConfig with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(more);
        return JobConfig.from(Configuration.fromMap(all));
    }

    private static List<String> problemsWith(Map<String, String> options) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> with(options))
                .problems();
    }

    @Test
    void needsOnlyBrokersAndModels() {
        JobConfig config = with(Map.of());

        assertThat(config.models().names()).containsExactly("one", "two");
        assertThat(config.kafka().delivery()).isEqualTo(DeliveryGuarantee.AT_LEAST_ONCE);
        assertThat(config.flow().recipe().parts()).containsExactly(TextPart.values());
    }

    @Test
    void readsValuesAsTheReferenceWritesThem() {
        JobConfig config =
                with(
                        Map.of(
                                "nearline.delivery", "exactly-once",
                                "nearline.embed.batch-policy", "equal-lengths",
                                "nearline.text.parts", "title;article-title",
                                "nearline.vector.encoding", "FLOAT16",
                                "nearline.state.admit-ttl", "30 d",
                                "nearline.kafka.start-from", "committed"));

        assertThat(config.kafka().delivery()).isEqualTo(DeliveryGuarantee.EXACTLY_ONCE);
        assertThat(config.kafka().startFrom()).isEqualTo(StartFrom.COMMITTED);
        assertThat(config.models().engine().batching())
                .isEqualTo(ServingSettings.Batching.EQUAL_LENGTHS);
        assertThat(config.flow().recipe().parts())
                .containsExactly(TextPart.TITLE, TextPart.ARTICLE_TITLE);
        assertThat(config.flow().vectorEncoding()).isEqualTo(VectorEncoding.FLOAT16);
        assertThat(config.flow().admitTtl()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void theOutputsThatAreCarriedArePartOfEngineAndRecipe() {
        JobConfig config = with(Map.of("nearline.vector.outputs", "story;short"));

        assertThat(config.models().engine().optionsFor(BatchInvariance.ALWAYS, 2).outputs())
                .containsExactly("story", "short");
        assertThat(config.flow().recipe().outputs()).containsExactly("short", "story");
        assertThat(with(Map.of()).flow().recipe().outputs()).isEmpty();
    }

    @Test
    void refusesOutputsThatNoBundleCanHave() {
        assertThat(problemsWith(Map.of("nearline.vector.outputs", "Short")))
                .singleElement()
                .asString()
                .contains("nearline.vector.outputs")
                .contains("use the names that bundles give their outputs");
        assertThat(problemsWith(Map.of("nearline.vector.outputs", "short;short")))
                .singleElement()
                .asString()
                .contains("name each output once");
    }

    @Test
    void remembersRecentVectorsUnlessToldNotTo() {
        assertThat(with(Map.of()).models().engine().cacheBytes()).isEqualTo(16 << 20);
        assertThat(
                        with(Map.of("nearline.embed.cache-size", "0"))
                                .models()
                                .engine()
                                .optionsFor(BatchInvariance.ALWAYS, 2)
                                .cacheBytes())
                .isZero();
    }

    @Test
    void refusesACacheWhoseUnitWasForgotten() {
        assertThat(problemsWith(Map.of("nearline.embed.cache-size", "64")))
                .containsExactly(
                        "nearline.embed.cache-size is 64 bytes; use 0 for none, or 1 mb or more");
        assertThat(problemsWith(Map.of("nearline.embed.cache-size", "-1 mb")))
                .containsExactly("nearline.embed.cache-size is -1 mb; use a value like 16 mb");
    }

    @Test
    void batchesOnlyWhereBatchMatesDoNoHarm() {
        ServingSettings.Engine engine = with(Map.of()).models().engine();

        assertThat(engine.optionsFor(BatchInvariance.ALWAYS, 2).batchPolicy())
                .isEqualTo(BatchPolicy.similarLengths(512));
        assertThat(engine.optionsFor(BatchInvariance.IF_UNPADDED, 2).batchPolicy())
                .isEqualTo(BatchPolicy.equalLengths(512));
        assertThat(engine.optionsFor(BatchInvariance.NEVER, 2).batchPolicy())
                .isEqualTo(BatchPolicy.oneTextPerCall());
    }

    @Test
    void batchesByTokenBudgetOnAGpuUnlessToldOtherwise() {
        ServingSettings.Engine gpu =
                with(Map.of("nearline.embed.device", "cuda:1")).models().engine();

        assertThat(gpu.optionsFor(BatchInvariance.ALWAYS, 16))
                .isEqualTo(
                        new EngineOptions(
                                2,
                                BatchPolicy.tokenBudget(16_384),
                                1024,
                                16 << 20,
                                new Device(Device.Kind.CUDA, 1),
                                Duration.ofMinutes(2)));

        ServingSettings.Engine told =
                with(Map.of(
                                "nearline.embed.device", "cuda",
                                "nearline.embed.workers", "4",
                                "nearline.embed.token-budget", "4096"))
                        .models()
                        .engine();

        assertThat(told.optionsFor(BatchInvariance.ALWAYS, 16).workers()).isEqualTo(4);
        assertThat(told.optionsFor(BatchInvariance.ALWAYS, 16).batchPolicy())
                .isEqualTo(BatchPolicy.tokenBudget(4096));
        assertThat(
                        with(Map.of(
                                        "nearline.embed.device", "cuda",
                                        "nearline.embed.batch-policy", "one-text"))
                                .models()
                                .engine()
                                .batching())
                .isEqualTo(ServingSettings.Batching.ONE_TEXT);
    }

    @Test
    void refusesADeviceThatIsNone() {
        assertThat(problemsWith(Map.of("nearline.embed.device", "gpu")))
                .containsExactly(
                        "nearline.embed.device is gpu; use cpu, cuda, or cuda:1 for the second GPU"
                                + " of a machine");
    }

    @Test
    void handsClientPropertiesOnAsTheyAre() {
        JobConfig config = with(Map.of("nearline.kafka.properties.security.protocol", "SASL_SSL"));

        assertThat(config.kafka().clientProperties())
                .containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void repeatsNoClientPropertyInAProblem() {
        assertThat(problemsWith(Map.of("nearline.kafka.properties", "sasl.password=open sesame")))
                .containsExactly(
                        "nearline.kafka.properties is no map; set each entry by itself, as"
                                + " nearline.kafka.properties.NAME: VALUE");
    }

    @Test
    void reportsEveryProblemAtOnce() {
        var problems =
                catchThrowableOfType(
                                InvalidConfigurationException.class,
                                () ->
                                        JobConfig.from(
                                                Configuration.fromMap(
                                                        Map.of(
                                                                "nearline.embed.capacity", "0",
                                                                "nearline.delivery", "perhaps"))))
                        .problems();

        assertThat(problems)
                .hasSize(5)
                .anyMatch(p -> p.startsWith("nearline.kafka.bootstrap-servers is not set; "))
                .anyMatch(p -> p.startsWith("nearline.models.directory is not set; "))
                .anyMatch(p -> p.startsWith("nearline.models.serve is not set; "))
                .anyMatch(p -> p.equals("nearline.embed.capacity is 0; use 1 or more"))
                .anyMatch(p -> p.startsWith("nearline.delivery is perhaps; use a value like"));
    }

    @Test
    void namesTheOptionThatAMisspeltOneMeans() {
        assertThat(problemsWith(Map.of("nearline.embed.wrkers", "2")))
                .containsExactly(
                        "nearline.embed.wrkers is no option of this job; did you mean"
                                + " nearline.embed.workers? All options:"
                                + " docs/reference/configuration.md");
    }

    @Test
    void refusesAFirstGateThatRemembersLongerThanTheSecond() {
        assertThat(problemsWith(Map.of("nearline.state.admit-ttl", "100 d")))
                .singleElement()
                .asString()
                .startsWith("nearline.state.recall-ttl is PT2328H; make it longer than")
                .contains("nearline.state.admit-ttl");
    }

    @Test
    void refusesToForgetADeleteBeforeTheTopicDoes() {
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.state.admit-ttl", "10 d",
                                        "nearline.state.recall-ttl", "20 d")))
                .containsExactly(
                        "nearline.updates.tombstone-after is PT720H; make it shorter than"
                                + " nearline.state.recall-ttl, which is PT480H, or 0 to write no"
                                + " tombstones");
        assertThat(problemsWith(Map.of("nearline.updates.tombstone-after", "97 d"))).hasSize(1);
    }

    @Test
    void writesNoTombstonesIfToldSo() {
        JobConfig config = with(Map.of("nearline.updates.tombstone-after", "0"));

        assertThat(config.flow().recall().tombstoneAfter()).isZero();
        assertThat(with(Map.of()).flow().recall().tombstoneAfter()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void readsPostsInNearlinesFormatUnlessToldOtherwise() {
        assertThat(with(Map.of()).flow().postFormat()).isEqualTo(PostFormat.NEARLINE);
    }

    @Test
    void takesAMappingAlongWithTheJob(@TempDir Path directory) throws IOException {
        Path file = mapping(directory, MAPPING);
        JobConfig json =
                with(
                        Map.of(
                                "nearline.posts.format",
                                "json",
                                "nearline.posts.mapping",
                                file.toString()));
        JobConfig avro =
                with(
                        Map.of(
                                "nearline.posts.format", "confluent-avro",
                                "nearline.posts.mapping", file.toUri().toString(),
                                "nearline.registry.url", "http://one:8081;https://two/registry",
                                "nearline.registry.credentials-file", "/secrets/registry",
                                "nearline.registry.ca-file", "/secrets/ca.crt"));
        Files.delete(file);

        assertThat(json.flow().postFormat())
                .isEqualTo(new JsonPosts(new NamedMapping(file.toString(), MAPPING)));
        assertThat(avro.flow().postFormat())
                .isEqualTo(
                        new ConfluentAvroPosts(
                                new NamedMapping(file.toUri().toString(), MAPPING),
                                new RegistryAccess(
                                        List.of("http://one:8081", "https://two/registry"),
                                        "/secrets/registry",
                                        "/secrets/ca.crt")));
    }

    @Test
    void refusesAMappingThatTheFormatDoesNotNeed() {
        assertThat(problemsWith(Map.of("nearline.posts.mapping", "posts.yaml")))
                .containsExactly(
                        "nearline.posts.mapping is posts.yaml; set nearline.posts.format to json,"
                                + " confluent-avro or protobuf, or leave the mapping out");
    }

    @Test
    void refusesSettingsOfAFormatThatIsNotChosen(@TempDir Path directory) throws IOException {
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.protobuf-message", "team.Post",
                                        "nearline.registry.ca-file", "/ca.crt")))
                .containsExactly(
                        "nearline.posts.protobuf-message is team.Post; set nearline.posts.format to"
                                + " protobuf, which alone uses it, or leave it out",
                        "nearline.registry.ca-file is /ca.crt; set nearline.posts.format to"
                                + " confluent-avro or name nearline.topics.framed-updates, which"
                                + " alone use it, or leave it out");
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.format",
                                        "json",
                                        "nearline.posts.mapping",
                                        mapping(directory, MAPPING).toString(),
                                        "nearline.posts.protobuf-descriptor",
                                        "post.desc",
                                        "nearline.registry.url",
                                        "http://one:8081",
                                        "nearline.registry.credentials-file",
                                        "/secrets/registry")))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).endsWith("or leave it out"));
    }

    @Test
    void namesWhatAFormatNeeds() {
        assertThat(problemsWith(Map.of("nearline.posts.format", "confluent-avro")))
                .containsExactly(
                        "nearline.posts.mapping is not set; give the mapping that says how records"
                                + " become posts, since nearline.posts.format is confluent-avro",
                        "nearline.registry.url is not set; give the address of the schema registry,"
                                + " such as http://registry:8081");
        assertThat(problemsWith(Map.of("nearline.posts.format", "xml")))
                .singleElement()
                .asString()
                .startsWith("nearline.posts.format is xml; use a value like nearline");
    }

    @Test
    void theDescriptorsOfProtobufTravelWithTheJob(@TempDir Path directory) throws IOException {
        Path mapping = mapping(directory, MAPPING);
        byte[] set = descriptors();
        Path file = Files.write(directory.resolve("post.desc"), set);
        JobConfig protobuf =
                with(
                        Map.of(
                                "nearline.posts.format",
                                "protobuf",
                                "nearline.posts.mapping",
                                mapping.toString(),
                                "nearline.posts.protobuf-descriptor",
                                file.toString(),
                                "nearline.posts.protobuf-message",
                                "team.Note"));
        Files.delete(file);

        assertThat(protobuf.flow().postFormat())
                .isEqualTo(
                        new ProtobufPosts(
                                new NamedMapping(mapping.toString(), MAPPING),
                                NamedMessage.of(file.toString(), set, "team.Note")));
    }

    @Test
    void refusesDescriptorsThatCannotBeUsed(@TempDir Path directory) throws IOException {
        String mapping = mapping(directory, MAPPING).toString();
        Path file = Files.write(directory.resolve("post.desc"), descriptors());

        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.format",
                                        "protobuf",
                                        "nearline.posts.mapping",
                                        mapping,
                                        "nearline.posts.protobuf-descriptor",
                                        file.toString(),
                                        "nearline.posts.protobuf-message",
                                        "team.Post")))
                .containsExactly(
                        "nearline.posts.protobuf-descriptor is %s; it has no message 'team.Post', but team.Note"
                                .formatted(file));
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.format",
                                        "protobuf",
                                        "nearline.posts.mapping",
                                        mapping)))
                .containsExactly(
                        "nearline.posts.protobuf-descriptor is not set; give the file that protoc"
                                + " --descriptor_set_out --include_imports writes",
                        "nearline.posts.protobuf-message is not set; give the full name of the"
                                + " message that the records are, such as team.posts.Post");
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.format", "protobuf",
                                        "nearline.posts.mapping", mapping,
                                        "nearline.posts.protobuf-descriptor", "/nowhere/post.desc",
                                        "nearline.posts.protobuf-message", "team.Post")))
                .singleElement()
                .asString()
                .contains("it cannot be read where the job is submitted (");
    }

    /** A set of one file that defines {@code team.Note}, as protoc would write it. */
    private static byte[] descriptors() {
        String message = "\"\u0006\n\u0004Note";
        String file = "\n\u0007n.proto" + "\u0012\u0004team" + message;
        return ("\n" + (char) file.length() + file).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void refusesAMappingThatCannotBeUsed(@TempDir Path directory) throws IOException {
        Path broken = mapping(directory, "id: a\nrevision: v\nbdoy: t\n");

        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.format",
                                        "json",
                                        "nearline.posts.mapping",
                                        broken.toString())))
                .singleElement()
                .asString()
                .startsWith(
                        "nearline.posts.mapping is %s; %s:1: the mapping has no text to embed"
                                .formatted(broken, broken));
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.posts.format", "json",
                                        "nearline.posts.mapping", "/nowhere/posts.yaml")))
                .singleElement()
                .asString()
                .startsWith(
                        "nearline.posts.mapping is /nowhere/posts.yaml; it cannot be read where the"
                                + " job is submitted (")
                .endsWith("give a path there or a URI");
    }

    @Test
    void refusesAnAddressThatIsNoneOfARegistry(@TempDir Path directory) throws IOException {
        String file = mapping(directory, MAPPING).toString();
        for (String address :
                List.of("registry:8081", "ftp://a/", "http://", "http://a?b=c", "http://a#b")) {
            assertThat(
                            problemsWith(
                                    Map.of(
                                            "nearline.posts.format", "confluent-avro",
                                            "nearline.posts.mapping", file,
                                            "nearline.registry.url", address)))
                    .as(address)
                    .singleElement()
                    .asString()
                    .contains("give http or https addresses");
        }
    }

    /** Also where the address is none, since its host has an underscore or a blank. */
    @Test
    void aPasswordInTheAddressOfARegistryIsRefusedAndNotShown() {
        for (String address :
                List.of(
                        "http://me:secret@a",
                        "http://me:secret@a_b:8081",
                        "http://me:secret@a b")) {
            assertThat(
                            problemsWith(
                                    Map.of(
                                            "nearline.topics.framed-updates",
                                            "vectors",
                                            "nearline.registry.url",
                                            "http://one;" + address)))
                    .containsExactly(
                            "nearline.registry.url is an address with a user or a password; leave"
                                    + " them out, and name a file with them by"
                                    + " nearline.registry.credentials-file");
        }
    }

    @Test
    void aCopyInConfluentsFramingNeedsATopicOfItsOwnAndARegistry() {
        assertThat(with(Map.of()).framed()).isNull();
        assertThat(
                        with(Map.of(
                                        "nearline.topics.framed-updates", "vectors",
                                        "nearline.registry.url", "http://one:8081"))
                                .framed())
                .isEqualTo(
                        new FramedUpdates(
                                "vectors",
                                new RegistryAccess(List.of("http://one:8081"), null, null)));
        assertThat(problemsWith(Map.of("nearline.topics.framed-updates", "index-updates")))
                .containsExactly(
                        "nearline.topics.framed-updates is index-updates; name a topic that the job"
                                + " uses for nothing else",
                        "nearline.registry.url is not set; give the address of the schema registry,"
                                + " such as http://registry:8081");
    }

    private static Path mapping(Path directory, String text) throws IOException {
        return Files.writeString(directory.resolve("posts.yaml"), text);
    }

    @Test
    void refusesABundleNamedTwice() {
        assertThat(problemsWith(Map.of("nearline.models.serve", "one;one")))
                .singleElement()
                .asString()
                .contains("name each bundle once");
    }

    @Test
    void refusesTheEncodingThatOnlyReadersKnow() {
        assertThat(problemsWith(Map.of("nearline.vector.encoding", "UNKNOWN")))
                .singleElement()
                .asString()
                .contains("FLOAT32, FLOAT16 or INT8");
    }
}
