package io.nearline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One command that was run, with what it printed. */
public record CommandLineRun(int exitCode, List<String> out, List<String> err) {

    /** Runs it in this JVM. */
    public static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                NearlineCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                        .execute(arguments);
        return new CommandLineRun(exitCode, lines(out), lines(err));
    }

    /** Runs it in a JVM of its own, with these environment variables changed. */
    public static CommandLineRun ofProcess(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlog4j2.configurationFile=classpath:io/nearline/cli/log4j2-cli.properties");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(NearlineCommand.class.getName());
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("nearline", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> out =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        return new CommandLineRun(process.waitFor(), out, Files.readAllLines(err));
    }

    private static List<String> lines(StringWriter writer) {
        return writer.toString().lines().toList();
    }
}
