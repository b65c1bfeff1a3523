package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the job jar must and must not hold; see docs/decisions/0007. */
class JobJarITCase {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(\\..*)?");

    /** Loaded by Flink's own class loader on a cluster: from its distribution or from lib/. */
    private static final List<String> OF_THE_CLUSTER =
            List.of(
                    "ai/onnxruntime/",
                    "ai/djl/",
                    "com/sun/jna/",
                    "com/github/luben/zstd/",
                    "net/jpountz/",
                    "org/xerial/snappy/",
                    "org/apache/flink/api/",
                    "org/apache/flink/core/",
                    "org/apache/flink/runtime/",
                    "org/rocksdb/",
                    "org/apache/logging/log4j/core/",
                    "org/slf4j/");

    /** Only of use to the demo and to tests. */
    private static final List<String> OF_THE_BROKER =
            List.of("kafka/server/", "org/apache/kafka/raft/");

    /** What bundles are made with, not served with; see docs/decisions/0033. */
    private static final List<String> OF_PACKAGING =
            List.of("ai/onnx/proto/", "org/tribuo/", "io/nearline/packaging/");

    /** Read by compilers and generators, or by the tests of consumers: never by a job. */
    private static final List<String> OF_BUILDS_AND_TESTS =
            List.of(
                    "com/google/errorprone/",
                    "common/message/",
                    "io/nearline/topics/conformance/",
                    "org/apache/commons/codec/language/");

    /** How posts of other formats are read; see docs/decisions/0048 and 0049. */
    private static final List<String> OF_OTHER_FORMATS =
            List.of(
                    "io/nearline/operators/mapping/MappingFile.class",
                    "io/nearline/operators/json/StrictJson.class",
                    "io/nearline/operators/wire/ConfluentAvroPosts.class",
                    "io/nearline/operators/wire/ProtobufPosts.class",
                    "io/nearline/protobuf/DynamicMessage.class",
                    "io/nearline/operators/registry/SchemaRegistry.class",
                    "com/fasterxml/jackson/databind/ObjectMapper.class",
                    "org/yaml/snakeyaml/Yaml.class");

    private static final Pattern DEFINITION = Pattern.compile("[^/]+\\.(thrift|avdl|avsc|proto)");

    private final List<String> entries = entries();

    @Test
    void holdsNoNativeLibrary() {
        assertThat(entries).filteredOn(entry -> NATIVE.matcher(entry).matches()).isEmpty();
    }

    @Test
    void holdsNothingThatTheClusterHas() {
        assertThat(entries).filteredOn(entry -> startsWithAny(entry, OF_THE_CLUSTER)).isEmpty();
    }

    @Test
    void holdsNoBroker() {
        assertThat(entries).filteredOn(entry -> startsWithAny(entry, OF_THE_BROKER)).isEmpty();
    }

    @Test
    void holdsNothingThatMakesBundles() {
        assertThat(entries).filteredOn(entry -> startsWithAny(entry, OF_PACKAGING)).isEmpty();
    }

    @Test
    void holdsWhatReadsPostsOfOtherFormats() {
        assertThat(entries).containsAll(OF_OTHER_FORMATS);
    }

    /** A cluster may have another version of it under its own name; see docs/decisions/0048. */
    @Test
    void holdsProtobufUnderANameOfItsOwnAlone() {
        assertThat(entries)
                .filteredOn(
                        entry ->
                                startsWithAny(
                                        entry, List.of("com/google/protobuf/", "google/protobuf/")))
                .isEmpty();
    }

    @Test
    void holdsNothingThatOnlyBuildsAndTestsRead() {
        assertThat(entries)
                .filteredOn(
                        entry ->
                                startsWithAny(entry, OF_BUILDS_AND_TESTS)
                                        || DEFINITION.matcher(entry).matches())
                .isEmpty();
    }

    /** See docs/decisions/0013. */
    @Test
    void holdsOnlyTheElevenClassesOfHadoopThatParquetRefersTo() {
        assertThat(entries)
                .filteredOn(entry -> entry.matches("org/apache/hadoop/.*\\.class"))
                .hasSize(11);
    }

    @Test
    void holdsNoSignatureOfAJarThatWasTakenApart() {
        assertThat(entries)
                .filteredOn(entry -> entry.matches("META-INF/[^/]+\\.(SF|RSA|DSA)"))
                .isEmpty();
    }

    @Test
    void namesTheStreamingJobAsItsMainClass() throws IOException {
        try (JarFile jar = new JarFile(Artifacts.jobJar().toFile())) {
            String mainClass =
                    jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            assertThat(mainClass).isEqualTo("io.nearline.pipeline.StreamingJob");
            assertThat(holds(mainClass.replace('.', '/') + ".class")).as(mainClass).isTrue();
        }
    }

    @Test
    void holdsTheKafkaConnector() {
        String source = "org/apache/flink/connector/kafka/source/KafkaSource.class";
        assertThat(holds(source)).as(source).isTrue();
    }

    private boolean holds(String entry) {
        return entries.contains(entry);
    }

    private static boolean startsWithAny(String entry, List<String> prefixes) {
        return prefixes.stream().anyMatch(entry::startsWith);
    }

    private static List<String> entries() {
        try (JarFile jar = new JarFile(Artifacts.jobJar().toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the job jar", e);
        }
    }
}
