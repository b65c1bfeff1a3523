package io.nearline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An example whose consumer cannot go on ends with an error, so that whoever started it sees it.
 */
@Timeout(180)
class EndedExampleITCase {

    private static final Path DIRECTORY = WorkDirectory.fresh(EndedExampleITCase.class);

    private static BrokerProcess broker;

    @BeforeAll
    static void startBrokerWithoutTopics() {
        broker = BrokerProcess.start(DIRECTORY.resolve("broker"), DIRECTORY.resolve("logs"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void ofTheKit() throws Exception {
        assertThatItEndsSaying("there is no such topic", "KitConsumer");
    }

    /** Engine and topics are asked beside each other, and neither is there. */
    @Test
    void ofOpenSearch() throws Exception {
        assertThatItEndsSaying(
                "there is no such topic|OpenSearch cannot be asked",
                "OpenSearchStore",
                "http://localhost:" + freePort());
    }

    @Test
    void ofPostgres() throws Exception {
        Optional<Path> programs = PostgresServer.programs();
        assumeThat(programs).as("PostgreSQL's programs: Debian's package postgresql").isPresent();
        try (PostgresServer server = PostgresServer.start(programs.orElseThrow())) {
            assertThatItEndsSaying("there is no such topic", "PostgresStore", server.url());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void assertThatItEndsSaying(String why, String example, String... store)
            throws IOException, InterruptedException {
        Path said = DIRECTORY.resolve(example + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(
                ProjectFiles.root()
                        .resolve("topics/examples")
                        .resolve(example + ".java")
                        .toString());
        command.add(broker.bootstrapServers());
        command.addAll(List.of(store));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readAllLines(said))
                    .filteredOn(line -> line.startsWith("the consumer ended: "))
                    .singleElement()
                    .asString()
                    .containsPattern(why);
        } finally {
            process.destroyForcibly();
        }
    }
}
