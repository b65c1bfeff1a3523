package io.nearline.it.road;

import io.nearline.testcluster.Artifacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Class paths as users have them. */
enum UserClassPath {

    /** As the script {@code nearline} puts it together, from the files that the build leaves. */
    COMMAND_LINE(180) {
        @Override
        List<Path> entries() {
            return Artifacts.commandLine();
        }
    },

    /** The job jar before what a cluster's lib/ holds, as Flink looks for classes. */
    JOB_JAR(145) {
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

    private final int fewest;

    UserClassPath(int fewest) {
        this.fewest = fewest;
    }

    abstract List<Path> entries();

    private Map<String, String> readersByModule() {
        String files = "io.nearline.pipeline.source.files";
        return switch (this) {
            case COMMAND_LINE ->
                    Map.of("pipeline", files, "operations", "io.nearline.operations.posts");
            case JOB_JAR -> Map.of("pipeline", files);
        };
    }

    /** There are more tests than this: a package that is not found has none that could fail. */
    int fewest() {
        return fewest;
    }

    /** Packages of the readers of files that are on it. */
    List<String> readers() {
        return List.copyOf(readersByModule().values());
    }

    /** Where their tests are. */
    List<Path> tests() {
        return readersByModule().keySet().stream()
                .map(module -> Artifacts.source(module + "/target/test-classes"))
                .toList();
    }
}
