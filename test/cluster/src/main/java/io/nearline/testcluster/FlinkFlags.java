package io.nearline.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * JVM flags and arguments of a Flink process, as Flink's own start scripts compute them from the
 * configuration.
 *
 * @param jvm flags of the JVM
 * @param dynamic {@code -D} arguments of the main class
 */
record FlinkFlags(List<String> jvm, List<String> dynamic) {
    private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";

    /** Which process to ask for. */
    enum Role {
        JOB_MANAGER("GET_JM_RESOURCE_PARAMS"),
        TASK_MANAGER("GET_TM_RESOURCE_PARAMS");

        private final String command;

        Role(String command) {
            this.command = command;
        }
    }

    static FlinkFlags ask(Role role, Collection<Path> classPath, Path configDirectory) {
        List<String> command =
                JavaProcess.launch(
                                "flags",
                                classPath,
                                "org.apache.flink.runtime.util.bash.BashJavaUtils")
                        .arguments(List.of(role.command, "--configDir", configDirectory.toString()))
                        .command();
        List<String> results =
                run(command)
                        .lines()
                        .filter(line -> line.startsWith(RESULT))
                        .map(line -> line.substring(RESULT.length()).strip())
                        .toList();
        if (results.size() != 2) {
            throw new IllegalStateException(role.command + " gave " + results);
        }
        return new FlinkFlags(words(results.get(0)), words(results.get(1)));
    }

    private static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not run BashJavaUtils", e);
        }
    }

    private static List<String> words(String line) {
        return new ArrayList<>(List.of(line.split("\\s+")));
    }
}
