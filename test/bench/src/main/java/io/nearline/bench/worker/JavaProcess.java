package io.nearline.bench.worker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts JVMs like this one: same Java, flags and class path. */
final class JavaProcess {
    private static final long PATIENCE_SECONDS = 20;

    private JavaProcess() {}

    /**
     * Starts one; its errors appear among ours.
     *
     * @param heap greatest heap, as {@code -Xmx} has it
     */
    static Process start(Class<?> main, String heap, String... arguments) throws IOException {
        return startNice(0, main, heap, arguments);
    }

    /**
     * As {@link #start}, at a lower priority.
     *
     * @param niceness as of {@code nice -n}; 0 for the priority that this process has
     */
    static Process startNice(int niceness, Class<?> main, String heap, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (niceness > 0) {
            command.addAll(List.of("nice", "-n", Integer.toString(niceness)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-Xm") && !flag.startsWith("-agentlib")) {
                command.add(flag);
            }
        }
        command.add("-Xmx" + heap);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Ends one and waits until it is gone, so that its files can be removed. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
