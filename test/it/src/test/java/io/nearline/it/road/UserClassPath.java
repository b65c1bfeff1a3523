package io.nearline.it.road;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Class paths as users have them. */
enum UserClassPath {

    /** As the script {@code nearline} puts it together, from the files that the build leaves. */
    COMMAND_LINE {
        @Override
        List<Path> entries() {
            List<Path> entries = new ArrayList<>();
            entries.add(Artifacts.source("pipeline/target/classes"));
            for (String scope : List.of("runtime", "provided")) {
                entries.addAll(
                        listed(
                                Artifacts.source(
                                        "pipeline/target/nearline/" + scope + ".classpath")));
            }
            return entries;
        }
    },

    /** The job jar before what a cluster's lib/ holds, as Flink looks for classes. */
    JOB_JAR {
        @Override
        List<Path> entries() {
            return Stream.of(
                            List.of(Artifacts.jobJar()),
                            Artifacts.nativeLibrary(),
                            Artifacts.flinkLibrary())
                    .flatMap(List::stream)
                    .toList();
        }
    };

    abstract List<Path> entries();

    private static List<Path> listed(Path classPathFile) {
        try {
            String separator = System.getProperty("path.separator");
            return Stream.of(Files.readString(classPathFile).strip().split(separator))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + classPathFile, e);
        }
    }
}
