package io.nearline.operators.bundles;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Model bundles on this machine, fetched from where they are published. A bundle lies in {@code
 * <cache>/<name>-<digest>} and is never changed there, so that any number of subtasks and processes
 * may share one cache: whoever fetches copies beside it and moves the whole directory into place.
 * Whoever fetches also removes what nobody has asked for in 30 days, and what killed processes
 * left.
 */
public final class BundleStore {

    private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);

    /** One lock per directory, so that the subtasks of one process fetch a bundle once. */
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    /** How long a file system may keep a fetch waiting for its next byte. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path cache;
    private final long mostBytes;
    private final Duration patience;
    private final BundleCache kept;

    /**
     * The store that a job is configured with.
     *
     * @param directory its directory; null for one in this JVM's temporary directory
     * @param mostBytes largest bundle that it fetches
     */
    public static BundleStore in(@Nullable String directory, long mostBytes) {
        return new BundleStore(
                directory == null
                        ? Path.of(System.getProperty("java.io.tmpdir"), "nearline-models")
                        : Path.of(directory),
                mostBytes,
                PATIENCE);
    }

    /**
     * A store that fetches bundles of any size: for somebody who names one.
     *
     * @param cache directory of fetched bundles, created where absent
     */
    public BundleStore(Path cache) {
        this(cache, Long.MAX_VALUE, PATIENCE);
    }

    BundleStore(Path cache, long mostBytes, Duration patience) {
        this.cache = cache.toAbsolutePath().normalize();
        this.mostBytes = mostBytes;
        this.patience = patience;
        this.kept = new BundleCache(this.cache, Clock.systemUTC());
    }

    /**
     * The local directory of a bundle, every file compared with its SHA-256. Bundles that were
     * fetched before are not fetched again, even if they are no longer published.
     *
     * @param bundleUri directory of the bundle: a URI of any file system that Flink has, or a path
     * @param digest the digest that the bundle must have; null to take what is there
     * @throws ModelRejectedException if the bundle is incomplete, altered, or has another digest
     * @throws RetryableEmbeddingException if it could not be read or stored for another reason
     */
    public Path fetch(String bundleUri, @Nullable String digest) {
        var published = PublishedBundle.at(bundleUri, new Download(bundleUri, mostBytes, patience));
        try {
            Files.createDirectories(cache);
            Path known = digest == null ? null : fetched(digest);
            return known == null ? fetch(published, digest) : known;
        } catch (IOException e) {
            throw new RetryableEmbeddingException(
                    """
                    bundle %s cannot be fetched into %s now (%s); check the file \
                    system, the credentials and the room on the disk\
                    """
                            .formatted(bundleUri, cache, e.getClass().getSimpleName()),
                    e);
        }
    }

    private Path fetch(PublishedBundle published, @Nullable String digest) throws IOException {
        Path arriving = Files.createDirectory(cache.resolve(".arriving-" + UUID.randomUUID()));
        try {
            PublishedBundle.Identity identity = published.fetchManifest(arriving);
            identity.requireDigest(digest);
            Path home = cache.resolve(identity.id().name() + '-' + identity.id().digest());
            synchronized (LOCKS.computeIfAbsent(home, path -> new Object())) {
                if (!isIntact(home)) {
                    published.fetchFiles(identity, arriving);
                    moveIntoPlace(arriving, home);
                }
            }
            var unused = kept.touch(home);
            kept.sweep();
            return home;
        } finally {
            FileUtils.deleteDirectory(arriving.toFile());
        }
    }

    private @Nullable Path fetched(String digest) throws IOException {
        try (var bundles = Files.newDirectoryStream(cache, "*-" + digest)) {
            for (Path home : bundles) {
                synchronized (LOCKS.computeIfAbsent(home, path -> new Object())) {
                    // Asked for first, so that nobody removes it while it is looked at.
                    if (kept.touch(home) && isIntact(home)) {
                        return home;
                    }
                }
            }
        }
        return null;
    }

    /** Whether the bundle lies there whole. One that was altered is moved away. */
    private boolean isIntact(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        try {
            String found = ModelBundle.open(home).id().digest();
            if (home.getFileName().toString().endsWith('-' + found)) {
                return true;
            }
            LOG.warn("{} holds a bundle with digest {}; it is fetched again", home, found);
        } catch (ModelRejectedException altered) {
            LOG.warn("{} was altered and is fetched again: {}", home, altered.getMessage());
        }
        Path aside = cache.resolve(".altered-" + UUID.randomUUID());
        Files.move(home, aside, StandardCopyOption.ATOMIC_MOVE);
        FileUtils.deleteDirectory(aside.toFile());
        return false;
    }

    private void moveIntoPlace(Path arriving, Path home) throws IOException {
        try {
            Files.move(arriving, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process was first.
            if (!isIntact(home)) {
                throw e;
            }
        }
    }
}
