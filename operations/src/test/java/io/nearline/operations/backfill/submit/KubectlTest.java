package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against scripts that stand in for kubectl. */
class KubectlTest {

    private static final String MANIFEST = "kind: FlinkDeployment\n";

    @TempDir private Path directory;

    @Test
    void handsOverTheManifestAndReturnsTheAnswer() throws IOException, InterruptedException {
        Kubectl kubectl =
                script("echo \"$@\" > arguments", "cat > manifest", "echo backfill-night created");

        assertThat(kubectl.apply(MANIFEST)).isEqualTo("backfill-night created");

        assertThat(directory.resolve("arguments")).hasContent("apply -f -");
        assertThat(directory.resolve("manifest")).hasContent(MANIFEST);
    }

    @Test
    void saysWhatTheClusterRefusedAndWhatToDo() throws IOException {
        Kubectl kubectl =
                script("cat > /dev/null", "echo 'error: You must be logged in' >&2", "exit 1");

        assertThatThrownBy(() -> kubectl.apply(MANIFEST))
                .isInstanceOf(RemoteJobException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("error: You must be logged in")
                .hasMessageContaining("kubectl config current-context")
                .hasMessageContaining("leave out --apply");
    }

    @Test
    void saysSoWhereTheManifestWasNotRead() throws IOException {
        Kubectl kubectl = script("exec < /dev/null", "echo nothing to do");

        // More than a pipe holds, so that writing it fails.
        assertThatThrownBy(() -> kubectl.apply(MANIFEST.repeat(100_000)))
                .isInstanceOf(RemoteJobException.class)
                .hasMessageContaining("nothing to do");
    }

    @Test
    void saysWhereItLookedForAProgramThatIsNotThere() throws IOException {
        Files.writeString(directory.resolve("kubectl"), "not executable");
        String path = directory.resolve("none") + ":" + directory;

        assertThatThrownBy(() -> Kubectl.onPath(path))
                .isInstanceOf(RemoteJobException.class)
                .hasMessageContaining("PATH")
                .hasMessageContaining(path)
                .hasMessageContaining("leave out --apply");
    }

    @Test
    void takesTheFirstOnThePath() throws IOException, InterruptedException {
        script("cat > /dev/null", "echo the first");

        assertThat(Kubectl.onPath(directory + ":/usr/bin:/bin").apply(MANIFEST))
                .isEqualTo("the first");
    }

    private Kubectl script(String... lines) throws IOException {
        Path file = directory.resolve("kubectl");
        Files.writeString(
                file, "#!/bin/sh\ncd '%s'\n%s\n".formatted(directory, String.join("\n", lines)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return Kubectl.onPath(directory.toString());
    }
}
