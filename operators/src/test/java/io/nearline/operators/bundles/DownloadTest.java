package io.nearline.operators.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DownloadTest {

    @TempDir private Path directory;

    private static Download download(Duration patience) {
        return new Download("s3://models/m", 10, patience);
    }

    private static InputStream hang() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        return InputStream.nullInputStream();
    }

    @Test
    void givesUpAFileSystemThatHangs() {
        assertThatThrownBy(
                        () ->
                                download(Duration.ofMillis(1))
                                        .copy(DownloadTest::hang, directory.resolve("f")))
                .isInstanceOf(RetryableEmbeddingException.class)
                .hasMessageContainingAll("s3://models/m", "no byte came");
    }

    @Test
    void givesUpWhenItIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(
                        () ->
                                download(Duration.ofMinutes(1))
                                        .copy(DownloadTest::hang, directory.resolve("f")))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void countsTheBytesOfAllFilesTogether() throws IOException {
        Download download = download(Duration.ofMinutes(1));
        download.copy(() -> new ByteArrayInputStream(new byte[6]), directory.resolve("one"));

        assertThat(directory.resolve("one")).hasSize(6);
        assertThatThrownBy(
                        () ->
                                download.copy(
                                        () -> new ByteArrayInputStream(new byte[6]),
                                        directory.resolve("two")))
                .isInstanceOf(ModelRejectedException.class);
    }

    @Test
    void passesOnWhyAFileCannotBeOpened() {
        assertThatThrownBy(
                        () ->
                                download(Duration.ofMinutes(1))
                                        .copy(
                                                () -> {
                                                    throw new FileNotFoundException("f");
                                                },
                                                directory.resolve("f")))
                .isInstanceOf(FileNotFoundException.class);
    }
}
