package io.nearline.stores;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own on a free port, from the programs that are installed. It refuses to run
 * as root, so root starts it as the user nobody.
 */
final class PostgresServer implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String UNPRIVILEGED = "nobody";
    private static final long PATIENCE = 60;

    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Where initdb and pg_ctl are, of the newest version; empty if there are none. */
    static Optional<Path> programs() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(DEBIAN)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(DEBIAN)) {
                versions.forEach(version -> found.add(version.resolve("bin")));
            }
        }
        return found.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(Comparator.comparing(Path::toString));
    }

    /** Starts one with an empty database; what it holds is gone when it is closed. */
    static PostgresServer start(Path programs) throws IOException {
        Path directory = Files.createTempDirectory("nearline-postgres");
        if (isRoot()) {
            Files.setOwner(
                    directory,
                    FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(UNPRIVILEGED));
        }
        PostgresServer server = new PostgresServer(programs, directory, freePort());
        server.run(
                "initdb", "-D", server.data(), "-A", "trust", "-U", "nearline", "-E", "UTF8", "-N");
        server.start();
        return server;
    }

    int port() {
        return port;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=nearline".formatted(port);
    }

    /** Ends it as a power cut would, and starts it again. */
    void crash() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        start();
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void start() throws IOException {
        String options =
                ("-p %d -h 127.0.0.1 -k %s -c fsync=off -c shared_buffers=16MB"
                                + " -c max_connections=20 -c wal_level=logical")
                        .formatted(port, directory);
        run(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                options,
                "start");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", UNPRIVILEGED, "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!endsWell(process)) {
            process.destroy();
            throw new IOException("this did not end well: " + String.join(" ", command));
        }
    }

    private static boolean endsWell(Process process) throws IOException {
        try {
            return process.waitFor(PATIENCE, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while PostgreSQL was at work");
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
