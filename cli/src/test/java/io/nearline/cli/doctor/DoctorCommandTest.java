package io.nearline.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir private Path directory;
    private Path bundle;

    @BeforeEach
    void packageModel() throws IOException {
        bundle = directory.resolve("tiny");
        CommandLineRun.of(
                "model",
                "package",
                TinyModel.BERT.writeTo(directory.resolve("source")).toString(),
                "--out=" + bundle,
                "--max-tokens=16");
    }

    @Test
    void aGoodBundleAndTheNativeLibrariesAreOk() {
        CommandLineRun run = doctor();

        assertThat(run.out())
                .anyMatch(line -> line.startsWith("ok    Java: "))
                .contains(
                        "ok    native library ONNX Runtime: loads",
                        "ok    native library tokenizers: loads",
                        "ok    native library RocksDB: loads")
                .anyMatch(line -> line.matches("ok {4}model tiny: .* worst cosine 1\\.000000"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anAlteredBundleFailsWithARemedy() throws IOException {
        Files.writeString(bundle.resolve("golden.json"), "{}");

        CommandLineRun run = doctor();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(
                        line ->
                                line.startsWith("FAIL  model tiny: ")
                                        && line.contains("golden.json has SHA-256")
                                        && line.contains(" -> "));
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "NEARLINE_BROKERS", matches = ".+")
    void brokersAreSkippedUnlessNamed() {
        assertThat(doctor().out())
                .last()
                .asString()
                .startsWith("skip  brokers and topics: ")
                .contains("--brokers", "NEARLINE_BROKERS");
    }

    @Test
    void topicsAreLookedAtOnTheBrokersGiven() {
        try (LocalBroker broker = LocalBroker.start(directory.resolve("broker"))) {
            String brokers = "--brokers=" + broker.bootstrapServers();
            CommandLineRun.of("topics", "create", brokers);

            CommandLineRun run = doctor(brokers, "--posts-topic=elsewhere");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains(
                            "ok    topic index-updates: is there, with its settings",
                            "FAIL  topic elsewhere: is not there -> run: nearline topics create");
        }
    }

    @Test
    void saysWhichSettingOfTheClientsDoesNotFitTheBrokers() throws IOException {
        Path settings =
                Files.writeString(directory.resolve("kafka.properties"), "security.protocol=SSL");
        try (LocalBroker broker = LocalBroker.start(directory.resolve("broker"))) {
            CommandLineRun run =
                    doctor("--brokers=" + broker.bootstrapServers(), "--client-config=" + settings);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .last()
                    .asString()
                    .startsWith("FAIL  brokers: security.protocol is SSL, but ")
                    .contains("answers without TLS -> set security.protocol=PLAINTEXT");
        }
    }

    private CommandLineRun doctor(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "doctor";
        arguments[1] = "--model=" + bundle;
        arguments[2] = "--state=" + directory.resolve("state");
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandLineRun.of(arguments);
    }
}
