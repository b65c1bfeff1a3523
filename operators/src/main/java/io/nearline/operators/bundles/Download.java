package io.nearline.operators.bundles;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The files of one bundle on their way to this machine: no more bytes than allowed, and never
 * waited for without an end. A file system that hangs is left to itself: its thread ends when it
 * answers.
 */
final class Download {

    private static final int BUFFER = 1 << 16;
    private static final long LOOK_MILLIS = 200;

    private final String what;
    private final long mostBytes;
    private final Duration patience;
    private volatile long lastByte = System.nanoTime();
    private volatile boolean abandoned;
    private long bytes;

    /**
     * @param what address of the bundle, for messages
     * @param mostBytes largest size of all files together
     * @param patience how long to wait for the next byte
     */
    Download(String what, long mostBytes, Duration patience) {
        this.what = what;
        this.mostBytes = mostBytes;
        this.patience = patience;
    }

    /** Opens what is to be read. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Copies a file.
     *
     * @throws ModelRejectedException if it is more than is allowed
     * @throws RetryableEmbeddingException if nothing comes any more
     * @throws IOException if it cannot be read
     */
    void copy(Source source, Path to) throws IOException {
        lastByte = System.nanoTime();
        FutureTask<Void> task =
                new FutureTask<>(
                        () -> {
                            read(source, to);
                            return null;
                        });
        Thread thread = new Thread(task, "nearline-fetch-bundle");
        thread.setDaemon(true);
        thread.start();
        await(task, thread);
    }

    private void await(FutureTask<Void> task, Thread thread) throws IOException {
        while (true) {
            try {
                task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - lastByte > patience.toNanos()) {
                    abandon(thread);
                    throw new RetryableEmbeddingException(
                            "bundle %s: no byte came for %d s; check the file system and the network"
                                    .formatted(what, patience.toSeconds()),
                            e);
                }
            } catch (InterruptedException e) {
                abandon(thread);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a bundle was fetched");
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }
    }

    private void abandon(Thread thread) {
        abandoned = true;
        thread.interrupt();
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException checked ? checked : new IOException(cause);
    }

    private void read(Source source, Path to) throws IOException {
        try (InputStream in = source.open();
                OutputStream out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                lastByte = System.nanoTime();
                if (abandoned) {
                    return;
                }
                count(read);
                out.write(buffer, 0, read);
            }
        }
    }

    private void count(int read) {
        bytes += read;
        if (bytes > mostBytes) {
            throw new ModelRejectedException(
                    "bundle %s is larger than %,d bytes: raise nearline.models.max-bundle-size if it is meant; every machine fetches it"
                            .formatted(what, mostBytes));
        }
    }
}
