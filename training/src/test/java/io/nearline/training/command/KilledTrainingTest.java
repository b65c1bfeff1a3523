package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, killed by the system at any step. */
class KilledTrainingTest {
    private static final Pattern STEP = Pattern.compile("step +(\\d+) of 20: loss (.*);.*");
    private static final int STEPS = 20;

    /** Some steps before the last, so that the run is not over before the signal comes. */
    private static final int LATEST = 14;

    private static final int EXIT_OF_SIGKILL = 137;

    @TempDir private Path folder;
    private Path plan;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void goesOnAsIfNothingHadHappened() throws Exception {
        TinyBase.writeTo(folder);
        plan =
                TinyBase.scoredPlan(
                        folder,
                        "{steps: 20, batch: 12, rate: 5e-3, checkpoint: 3}",
                        "{every: 5, average: 0.3}");
        Map<Integer, String> whole = new LinkedHashMap<>();
        assertThat(train("whole", Integer.MAX_VALUE, whole)).isZero();
        assertThat(whole).hasSize(STEPS);
        int killedAt = 1 + new Random().nextInt(LATEST);
        Map<Integer, String> losses = new LinkedHashMap<>();
        assertThat(train("killed", killedAt, losses)).isEqualTo(EXIT_OF_SIGKILL);
        assertThat(losses).as("killed at step %d", killedAt).isNotEmpty();
        assertThat(train("killed", Integer.MAX_VALUE, losses)).isZero();
        assertThat(losses).as("killed at step %d", killedAt).isEqualTo(whole);
        for (String file : List.of("checkpoint", "kept", "scores.json", "model/model.onnx")) {
            assertThat(folder.resolve("killed").resolve(file))
                    .as("killed at step %d", killedAt)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    /**
     * Trains, and reads the losses of each step as they are printed, to four digits.
     *
     * @param killedAt the step whose line is waited for; what is printed until the end counts too
     * @return the exit code
     */
    private int train(String run, int killedAt, Map<Integer, String> losses) throws Exception {
        Process process = start(run);
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher step = STEP.matcher(line);
                if (step.matches()) {
                    int number = Integer.parseInt(step.group(1));
                    String before = losses.put(number, step.group(2));
                    assertThat(before).as("step %d again", number).isIn(null, step.group(2));
                    if (number == killedAt) {
                        // By its handle: the process would close its output too.
                        process.toHandle().destroyForcibly();
                    }
                }
            }
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String run) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(AuthorCommand.class.getName());
        command.addAll(List.of("train", plan.toString(), "--threads", "1", "--out"));
        command.add(folder.resolve(run).toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
