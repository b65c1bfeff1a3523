package io.nearline.bench.report;

import ai.onnxruntime.OrtEnvironment;
import io.nearline.bench.input.InputOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where and when a run took place.
 *
 * @param cpu model of the processor
 * @param cores that this process may use
 * @param memoryGb of the machine
 * @param java version of the JVM
 * @param jvmFlags that change what is measured
 * @param onnxRuntime version
 * @param commit of the project, with a plus if files differ from it
 * @param date when the run began
 */
public record MachineFacts(
        String cpu,
        int cores,
        int memoryGb,
        String java,
        String jvmFlags,
        String onnxRuntime,
        String commit,
        String date) {
    private static final String UNKNOWN = "unknown";

    /** Of this machine, now. */
    public static MachineFacts now() {
        return new MachineFacts(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                String.join(
                        " ",
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .filter(flag -> flag.startsWith("-X"))
                                .toList()),
                OrtEnvironment.getEnvironment().getVersion(),
                head(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static int memory() {
        String kilobytes = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
        return kilobytes.isEmpty() ? 0 : (int) Math.round(Long.parseLong(kilobytes) / 1048576.0);
    }

    private static String field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String head() {
        String head = git("rev-parse", "--short", "HEAD");
        if (head.isEmpty()) {
            return UNKNOWN;
        }
        return git("status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "+";
    }

    private static String git(String... arguments) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                            .directory(InputOptions.home().toAbsolutePath().toFile())
                            .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
