package io.nearline.operations.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {

    @TempDir private Path directory;

    @Test
    void findsTheOneWrittenLastWhateverItsNumber() throws Exception {
        checkpoint("job-a/chk-12", "2026-05-01T10:00:00Z");
        Path last = checkpoint("job-b/chk-3", "2026-05-01T11:00:00Z");
        checkpoint("job-b/chk-2", "2026-05-01T10:59:00Z");

        assertThat(RetainedCheckpoints.newestIn(directory)).contains(last);
    }

    @Test
    void passesOverOneThatWasNeverCompleted() throws Exception {
        Path complete = checkpoint("job/chk-1", "2026-05-01T10:00:00Z");
        Files.createDirectories(directory.resolve("job/chk-2"));

        assertThat(RetainedCheckpoints.newestIn(directory)).contains(complete);
    }

    @Test
    void findsNoneWhereNothingIs() throws Exception {
        assertThat(RetainedCheckpoints.newestIn(directory)).isEmpty();
        assertThat(RetainedCheckpoints.newestIn(directory.resolve("missing"))).isEmpty();
    }

    @Test
    void passesOverThoseThatAJobRemovesMeanwhile() throws Exception {
        Path kept = checkpoint("job/chk-1", "2099-05-01T10:00:00Z");
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> job =
                CompletableFuture.runAsync(
                        () -> {
                            while (!done.get()) {
                                replaceACheckpoint();
                            }
                        });
        try {
            for (int i = 0; i < 1000; i++) {
                assertThat(RetainedCheckpoints.newestIn(directory)).contains(kept);
            }
        } finally {
            done.set(true);
            job.join();
        }
    }

    private void replaceACheckpoint() {
        try {
            Path checkpoint = checkpoint("job/chk-2", "2026-05-01T10:00:00Z");
            Files.delete(checkpoint.resolve("_metadata"));
            Files.delete(checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path checkpoint(String name, String written) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.parse(written)));
        return checkpoint;
    }
}
