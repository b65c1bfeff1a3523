package io.nearline.bench.worker;

import io.nearline.bench.input.UnusableInputException;
import io.nearline.cli.NearlineCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code nearline stream} in a process of its own, which may have to give way to others. */
public final class JobProcess implements AutoCloseable {
    private static final String HEAP = "1g";

    private final Process process;

    private JobProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one, which does not serve yet.
     *
     * @param settings of the job and of Flink, by key
     * @param state directory of its checkpoints
     * @param niceness as of {@code nice -n}; 0 for the priority that this process has
     */
    public static JobProcess start(Map<String, String> settings, Path state, int niceness)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("stream", "--fresh", "--state", state.toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
        return new JobProcess(
                JavaProcess.startNice(
                        niceness, NearlineCommand.class, HEAP, arguments.toArray(String[]::new)));
    }

    /**
     * Returns while it runs.
     *
     * @throws UnusableInputException if it has ended
     */
    public void check() {
        if (!process.isAlive()) {
            throw new UnusableInputException("the job has ended; its messages are above");
        }
    }

    @Override
    public void close() {
        JavaProcess.end(process);
    }
}
