package io.nearline.topics.conformance;

import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Not run by the build: writes the files from the scenarios. */
class WriteConformanceFiles {

    static final Path DIRECTORY =
            ProjectFiles.root().resolve("topics/src/main/resources/io/nearline/topics/conformance");

    @Test
    void write() throws IOException {
        ConformanceFiles.write(DIRECTORY, Recordings.all());
    }
}
