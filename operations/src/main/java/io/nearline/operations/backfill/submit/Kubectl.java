package io.nearline.operations.backfill.submit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The command line of Kubernetes, with the cluster and the user that it is set up for. */
public final class Kubectl {

    private static final String OTHERWISE =
            ", or leave out --apply and apply the printed manifest yourself";

    private final Path program;

    private Kubectl(Path program) {
        this.program = program;
    }

    /**
     * The one that a shell would find.
     *
     * @param path directories to look through, as in the environment variable PATH
     * @throws RemoteJobException if there is none
     */
    public static Kubectl onPath(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, "kubectl"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(Kubectl::new)
                .orElseThrow(
                        () ->
                                new RemoteJobException(
                                        "there is no kubectl on the PATH ("
                                                + path
                                                + "): install it"
                                                + OTHERWISE,
                                        null));
    }

    /**
     * Applies a manifest.
     *
     * @return what kubectl said to it
     * @throws RemoteJobException if it was not applied
     */
    public String apply(String manifest) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(program.toString(), "apply", "-f", "-")
                        .redirectErrorStream(true)
                        .start();
        boolean isRead = write(manifest, process);
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exitCode = process.waitFor();
        if (exitCode != 0 || !isRead) {
            throw new RemoteJobException(
                    "kubectl apply did not take the manifest (exit code "
                            + exitCode
                            + ": "
                            + said
                            + "): check which cluster it talks to with kubectl config"
                            + " current-context, and that the Flink Kubernetes Operator is"
                            + " installed there; then try again"
                            + OTHERWISE,
                    null);
        }
        return said;
    }

    /** Whether it took everything; why not, it says itself. */
    private static boolean write(String manifest, Process process) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(manifest.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
