package io.nearline.operations.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir private Path path;

    @Test
    void aDirectoryThatIsNewHasNoCheckpoint() throws IOException {
        try (StateDirectory directory = StateDirectory.open(path.resolve("a/b"))) {
            assertThat(directory.newestCheckpoint()).isEmpty();
        }
    }

    @Test
    void aDirectoryBelongsToOneJobAtATime() throws IOException {
        try (StateDirectory first = StateDirectory.open(path)) {
            assertThat(first.checkpoints()).exists();
            assertThatThrownBy(() -> StateDirectory.open(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another running job");
        }

        StateDirectory.open(path).close();
    }
}
