package io.nearline.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the build made and a deployment is put together from. */
public final class Artifacts {
    private static final Path ROOT =
            Path.of(System.getProperty("nearline.root", "../..")).toAbsolutePath().normalize();

    private Artifacts() {}

    /** The jar that is submitted to a cluster. */
    public static Path jobJar() {
        return onlyJarIn(ROOT.resolve("deploy/target/usrlib"));
    }

    /** The directory of the model bundles. */
    public static Path models() {
        return existing(ROOT.resolve("packaging/target/bundles"));
    }

    /** The jars of Flink's own distribution. */
    public static List<Path> flinkLibrary() {
        return jarsIn(ROOT.resolve("test/flink/target/lib"));
    }

    /** The jars that the image adds to the cluster's lib/. */
    public static List<Path> nativeLibrary() {
        return jarsIn(ROOT.resolve("deploy/target/lib"));
    }

    /** The jar that brings SQL to Flink. */
    public static Path sqlJar() {
        return jarsIn(ROOT.resolve("sql/target")).stream()
                .filter(jar -> jar.toString().endsWith("-flink.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar for SQL: run mvn verify"));
    }

    /** Flink's connector of Kafka for SQL. In lib/ it would stand before the job jar's own. */
    public static Path sqlConnector() {
        return jarsIn(ROOT.resolve("sql/target/flink/lib")).stream()
                .filter(Artifacts::isConnector)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connector: run mvn verify"));
    }

    private static boolean isConnector(Path jar) {
        return jar.getFileName().toString().startsWith("flink-sql-connector-kafka-");
    }

    /** What Flink's distribution has for SQL beside {@link #flinkLibrary()}. */
    public static List<Path> sqlLibrary() {
        Set<Path> there =
                Stream.of(flinkLibrary(), nativeLibrary())
                        .flatMap(List::stream)
                        .map(Path::getFileName)
                        .collect(Collectors.toSet());
        return jarsIn(ROOT.resolve("sql/target/flink/lib")).stream()
                .filter(jar -> jar.getFileName().toString().startsWith("flink-"))
                .filter(jar -> !there.contains(jar.getFileName()) && !isConnector(jar))
                .toList();
    }

    /** The class path of a command: the jars that the archive has in lib/. */
    public static List<Path> commandLine() {
        Path listed = existing(ROOT.resolve("cli/target/command.classpath"));
        try {
            String separator = System.getProperty("path.separator");
            return Stream.concat(
                            Stream.of(onlyJarIn(ROOT.resolve("cli/target"))),
                            Stream.of(Files.readString(listed).strip().split(separator))
                                    .map(Path::of))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + listed, e);
        }
    }

    /** A file or directory of the project's sources. */
    public static Path source(String path) {
        return existing(ROOT.resolve(path));
    }

    private static Path onlyJarIn(Path directory) {
        List<Path> jars = jarsIn(directory);
        if (jars.size() != 1) {
            throw new IllegalStateException(
                    directory + " holds " + jars + " where one jar belongs: run mvn clean");
        }
        return jars.get(0);
    }

    private static List<Path> jarsIn(Path directory) {
        try (Stream<Path> files = Files.list(existing(directory))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + directory, e);
        }
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(
                    path + " is not there: run mvn verify on the whole project");
        }
        return path;
    }
}
