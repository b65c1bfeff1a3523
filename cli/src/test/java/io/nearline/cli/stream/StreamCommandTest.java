package io.nearline.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.ModelId;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamCommandTest {

    /** With models named, the command does not look for those of the build. */
    private static final String MODELS = "-Dnearline.models.directory=/models";

    @TempDir private Path directory;

    @Test
    void everyProblemOfTheConfigurationHasALine() {
        CommandLineRun run =
                stream(
                        MODELS,
                        "-Dnearline.embed.capacity=0",
                        "-Dnearline.delivry=exactly-once",
                        "-Dexecution.checkpointing.dir=file:/elsewhere");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .hasSize(4)
                .allMatch(line -> line.startsWith("nearline: "))
                .anyMatch(line -> line.contains("execution.checkpointing.dir is file:/elsewhere"))
                .anyMatch(line -> line.contains("nearline.delivery"))
                .anyMatch(line -> line.contains("nearline.models.serve is not set"))
                .anyMatch(line -> line.contains("nearline.embed.capacity is 0"));
    }

    @Test
    void twoBundlesOfOneNameAreRefusedWithBothDigests() throws IOException {
        Path source = TinyModel.BERT.writeTo(directory.resolve("tiny"));
        ModelId first =
                ModelPackager.pack(PackagingRequest.of(source, directory.resolve("a")))
                        .bundle()
                        .id();
        ModelId second =
                ModelPackager.pack(
                                PackagingRequest.builder(source, directory.resolve("b"))
                                        .maxTokens(16)
                                        .build())
                        .bundle()
                        .id();

        CommandLineRun run =
                stream("--model=" + directory.resolve("a"), "--model=" + directory.resolve("b"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("tiny", first.digest(), second.digest(), "--name");
    }

    @Test
    void brokersThatDoNotAnswerAreOneLine() {
        CommandLineRun run =
                stream(MODELS, "-Dnearline.models.serve=m", "--brokers=not-an-address");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("not-an-address");
    }

    @Test
    void missingTopicsAreNamedBeforeTheJobStarts() {
        try (LocalBroker broker = LocalBroker.start(directory.resolve("broker"))) {
            CommandLineRun run =
                    stream(
                            MODELS,
                            "-Dnearline.models.serve=m",
                            "-Dnearline.topics.posts=elsewhere",
                            "--brokers=" + broker.bootstrapServers());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .singleElement()
                    .asString()
                    .contains("elsewhere", "index-updates", "dead-letters", "topics create");
        }
    }

    @Test
    void submittingIsExplainedWithEveryOptionAndNoSecret() throws IOException {
        Path file = directory.resolve("job.yaml");
        Files.writeString(
                file,
                """
                nearline:
                  kafka.bootstrap-servers: file:9092
                  models: {directory: /models, serve: [a, b]}
                nearline.kafka.properties.sasl.password: hush
                nearline.kafka.properties.ssl.key.password: ${file:/run/secrets/kafka:key}
                """);

        CommandLineRun run = stream("--print-submit", "--config=" + file, "-Djob.note=two words");

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        String script = String.join("\n", run.out());
        assertThat(script)
                .contains("flink run ", "deploy/README.md", "lib/", "'-Djob.note=two words'")
                .contains("-Dnearline.kafka.bootstrap-servers=file:9092")
                .contains("'-Dnearline.models.serve=[a, b]'")
                .contains("${file:/run/secrets/kafka:key}", "flink run -d -p ")
                .contains("Put the secrets in place of each", "--client-config FILE")
                .doesNotContain("hush");
    }

    @Test
    void anOptionWinsOverItsFlagAndTheFlagOverTheFile() throws IOException {
        Path file = directory.resolve("job.properties");
        Files.writeString(file, "nearline.kafka.bootstrap-servers=file:1\nnearline.models.serve=m");
        String config = "--config=" + file;

        assertThat(stream("--print-submit", MODELS, config, "--brokers=flag:2").out())
                .anyMatch(line -> line.contains("bootstrap-servers=flag:2"));
        assertThat(
                        stream(
                                        "--print-submit",
                                        MODELS,
                                        config,
                                        "--brokers=flag:2",
                                        "-Dnearline.kafka.bootstrap-servers=option:3")
                                .out())
                .anyMatch(line -> line.contains("bootstrap-servers=option:3"));
    }

    @Test
    void aFileThatIsNoYamlIsOneLine() throws IOException {
        Path file = directory.resolve("job.yaml");
        Files.writeString(file, "password: [open-sesame");

        CommandLineRun run = stream("--config=" + file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("job.yaml is not valid YAML: look at line")
                .doesNotContain("sesame");
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        assertThat(stream("--config=no-such.yaml").err())
                .containsExactly("nearline: --config: there is no file no-such.yaml");
    }

    @Test
    void aModelThatIsNotThereIsOneLine() {
        CommandLineRun run = stream("--model=" + directory.resolve("none"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("there is no model bundle");
    }

    private CommandLineRun stream(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "stream";
        arguments[1] = "--state=" + directory.resolve("state");
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandLineRun.of(arguments);
    }
}
