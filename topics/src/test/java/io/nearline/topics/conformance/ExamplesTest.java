package io.nearline.topics.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.conformance.ConsumerConformance.Consumer;
import io.nearline.topics.consume.ModelChoice;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that the guide shows: short, and right by the recorded scenarios. */
class ExamplesTest {

    private static final Path EXAMPLES = CompiledExamples.DIRECTORY;
    private static final int LONGEST = 60;

    @TempDir private Path classes;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PlainConsumer.java",
                "KitConsumer.java",
                "plain_consumer.py",
                "conformance.py"
            })
    void itIsShort(String file) throws IOException {
        assertThat(Files.readAllLines(EXAMPLES.resolve(file))).hasSizeLessThan(LONGEST);
    }

    @Test
    void theConsumerInPlainJavaIsRight() throws Exception {
        try (URLClassLoader loader = CompiledExamples.compile("PlainConsumer", classes)) {
            Class<?> type = loader.loadClass("PlainConsumer");

            assertThat(ConsumerConformance.problems(() -> new PlainJava(type))).isEmpty();
        }
    }

    @Test
    void theConsumerWithTheKitCompiles() throws Exception {
        try (URLClassLoader loader = CompiledExamples.compile("KitConsumer", classes)) {
            assertThat(loader.loadClass("KitConsumer")).hasDeclaredMethods("main");
        }
    }

    @Test
    void theConsumerInPythonIsRight() throws Exception {
        Optional<String> python = pythonWithAvro();
        assumeThat(python)
                .as("a Python with the module avro: Debian's python3-avro, or pip's avro")
                .isPresent();

        Answer answer =
                run(python.orElseThrow(), "-B", EXAMPLES.resolve("conformance.py").toString());

        assertThat(answer.output()).endsWith("0 problems\n");
        assertThat(answer.status()).isZero();
    }

    private record Answer(int status, String output) {}

    private static Optional<String> pythonWithAvro() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                if (run(python, "-c", "import avro.io, avro.schema").status() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException e) {
                assertThat(e).as("there is no such program").hasMessageContaining(python);
            }
        }
        return Optional.empty();
    }

    private static Answer run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    /** The example, which has no package and so no name that a test could import. */
    private static final class PlainJava implements Consumer {

        private final Class<?> type;
        private final Object consumer;

        PlainJava(Class<?> type) throws IOException {
            this.type = type;
            try {
                consumer = type.getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void accept(RecordedRecord next) throws IOException {
            try {
                type.getMethod(next.isUpdate() ? "apply" : "decide", byte[].class, byte[].class)
                        .invoke(consumer, next.key(), next.value());
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }

        @Override
        public HeldState held() throws IOException {
            try {
                ModelChoice choice = (ModelChoice) type.getField("choice").get(consumer);
                Map<?, ?> posts = (Map<?, ?>) type.getField("posts").get(consumer);
                return new HeldState(
                        choice.queried().orElse(null),
                        posts.values().stream()
                                .map(update -> HeldPost.of((IndexUpdate) update))
                                .toList());
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }
    }
}
