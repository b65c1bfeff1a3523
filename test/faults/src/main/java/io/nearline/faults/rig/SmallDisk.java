package io.nearline.faults.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes, which can be filled. */
public final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 96;

    private final Path mount;

    private SmallDisk(Path mount) {
        this.mount = mount;
    }

    /** Mounts it on a directory of that name. */
    public static SmallDisk mount(Path mount) {
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException("could not create " + mount, e);
        }
        if (!runs(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + MEGABYTES + "m",
                "tmpfs",
                mount.toString())) {
            throw new IllegalStateException("no tmpfs could be mounted on " + mount);
        }
        return new SmallDisk(mount);
    }

    static boolean isPermitted() {
        try {
            Path probe = Files.createTempDirectory("nearline-mount");
            boolean mounted =
                    runs("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString());
            if (mounted) {
                runs("umount", probe.toString());
            }
            Files.delete(probe);
            return mounted;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it is mounted. */
    public Path path() {
        return mount;
    }

    /** Takes all the room that is left. */
    public void fill() {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (int i = 0; i < MEGABYTES * 16; i++) {
                out.write(block);
            }
        } catch (IOException e) {
            // Full, as wanted.
            return;
        }
    }

    /** Gives the room back. */
    public void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + ballast(), e);
        }
    }

    @Override
    public void close() {
        runs("umount", "-l", mount.toString());
    }

    private Path ballast() {
        return mount.resolve("ballast");
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
