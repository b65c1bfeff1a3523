package io.nearline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that get signals. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StopOnSignalTest {

    private static final int EXIT_OF_KILL = 143;
    private static final String LONG = "PT1H";

    @TempDir private Path folder;
    private Process process;

    @BeforeEach
    void signalsAreSentByAShell() {
        assumeThat(Path.of("/bin/sh")).exists();
    }

    @AfterEach
    void endTheProcess() {
        // A test that was not assumed to run has started none.
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void closesBeforeAnyShutdownHookRuns(String signal, int exitCode) throws Exception {
        assumeThat(isIgnoredHere(signal)).as(signal + " is ignored here").isFalse();
        start(List.of(), LONG, "closes");
        awaitPrinted("begun");

        send(signal);

        assertThat(process.waitFor()).isEqualTo(exitCode);
        assertThat(printed()).containsExactly("begun", "wanted", "closed", "hook");
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        start(List.of(), LONG, "hangs");
        awaitPrinted("begun");
        send("TERM");
        awaitPrinted("wanted");

        send("TERM");

        assertThat(process.waitFor()).isEqualTo(EXIT_OF_KILL);
        assertThat(printed()).containsExactly("begun", "wanted");
    }

    @Test
    void endsAllTheSameWhereClosingTakesTooLong() throws Exception {
        start(List.of(), "PT0.1S", "hangs");
        awaitPrinted("begun");

        send("TERM");

        assertThat(process.waitFor()).isEqualTo(EXIT_OF_KILL);
        assertThat(printed())
                .contains("nearline: not everything stopped in time; ending all the same")
                .doesNotContain("hook");
    }

    @Test
    void onceClosedTheJvmAnswersAsAlways() throws Exception {
        start(List.of(), LONG, "goes-on");
        awaitPrinted("begun");

        send("TERM");

        assertThat(process.waitFor()).isEqualTo(EXIT_OF_KILL);
        assertThat(printed()).containsExactly("begun", "hook");
    }

    @Test
    void whatTheParentIgnoresStaysIgnored() throws Exception {
        start(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"), LONG, "closes");
        awaitPrinted("begun");

        send("INT");
        send("TERM");

        assertThat(process.waitFor()).isEqualTo(EXIT_OF_KILL);
        assertThat(printed()).containsExactly("begun", "wanted", "closed", "hook");
    }

    @Test
    void withoutTheJvmsHandlersASignalEndsTheProcess() throws Exception {
        start(List.of("/usr/bin/env", "JDK_JAVA_OPTIONS=-Xrs"), LONG, "closes");
        awaitPrinted("begun");

        send("TERM");

        assertThat(process.waitFor()).isEqualTo(EXIT_OF_KILL);
        assertThat(printed()).doesNotContain("wanted", "hook");
    }

    /** A command as those of the command line are. */
    static final class Command {

        private Command() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            Duration longestEnd = Duration.parse(arguments[0]);
            if (arguments[1].equals("goes-on")) {
                StopOnSignal.within(longestEnd).close();
                System.out.println("begun");
                hang();
            }
            System.exit(run(longestEnd, arguments[1]));
        }

        private static int run(Duration longestEnd, String then) throws InterruptedException {
            try (StopOnSignal stop = StopOnSignal.within(longestEnd)) {
                System.out.println("begun");
                await("a signal").forever().until(stop::isWanted);
                System.out.println("wanted");
                if (then.equals("hangs")) {
                    hang();
                }
                System.out.println("closed");
                return stop.exitCode();
            }
        }

        private static void hang() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    private void start(List<String> starter, String longestEnd, String then) throws IOException {
        List<String> line = new ArrayList<>(starter);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(Command.class.getName(), longestEnd, then));
        process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("printed").toFile())
                        .start();
    }

    private void send(String signal) throws IOException, InterruptedException {
        int sent =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(sent).isZero();
    }

    /** What a script starts in the background ignores Ctrl-C, and so do the processes it starts. */
    private static boolean isIgnoredHere(String signal) throws IOException, InterruptedException {
        // A signal that is ignored does not end a shell that sends it to itself.
        return new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " $$").start().waitFor()
                == 0;
    }

    private void awaitPrinted(String line) {
        await(line).atMost(Duration.ofMinutes(1)).until(() -> printed().contains(line));
    }

    private List<String> printed() throws IOException {
        return Files.readAllLines(folder.resolve("printed")).stream()
                .filter(line -> !line.contains("JDK_JAVA_OPTIONS"))
                .toList();
    }
}
