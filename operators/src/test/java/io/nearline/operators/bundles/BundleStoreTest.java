package io.nearline.operators.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleStoreTest {

    @TempDir private Path directory;

    private Path cache() {
        return directory.resolve("cache");
    }

    private BundleStore store() {
        return new BundleStore(cache());
    }

    private PaperBundle published() throws IOException {
        return PaperBundle.write(directory.resolve("published"), "m");
    }

    @Test
    void fetchesTheWholeBundleFromAUri() throws IOException {
        PaperBundle bundle = published();

        Path local = store().fetch(bundle.uri(), bundle.digest());

        assertThat(local).startsWith(cache());
        assertThat(ModelBundle.open(local).id().digest()).isEqualTo(bundle.digest());
        assertThat(local.resolve("extra.bin")).hasSameBinaryContentAs(bundle.file("extra.bin"));
    }

    @Test
    void fetchesFromAPlainPathWhateverDigestItHas() throws IOException {
        PaperBundle bundle = published();

        Path local = store().fetch(bundle.directory().toString(), null);

        assertThat(ModelBundle.open(local).id().digest()).isEqualTo(bundle.digest());
    }

    @Test
    void servesAFetchedBundleThatIsNoLongerPublished() throws IOException {
        PaperBundle bundle = published();
        Path first = store().fetch(bundle.uri(), bundle.digest());
        bundle.delete();

        assertThat(store().fetch(bundle.uri(), bundle.digest())).isEqualTo(first);
    }

    @Test
    void fetchesAgainWhatWasAlteredInTheCache() throws IOException {
        PaperBundle bundle = published();
        Path local = store().fetch(bundle.uri(), bundle.digest());
        Files.writeString(local.resolve(ModelBundle.GRAPH), "altered");

        store().fetch(bundle.uri(), bundle.digest());

        assertThat(local.resolve(ModelBundle.GRAPH))
                .hasSameBinaryContentAs(bundle.file(ModelBundle.GRAPH));
    }

    @Test
    void refusesAnotherDigestThanExpected() throws IOException {
        PaperBundle bundle = published();

        assertRefused(bundle, "0".repeat(64), "has digest " + bundle.digest() + ", expected 000");
    }

    @Test
    void refusesAnAlteredFileByItsPublishedName() throws IOException {
        PaperBundle bundle = published();
        bundle.flipOneBit(ModelBundle.TOKENIZER);

        assertRefused(
                bundle,
                bundle.digest(),
                bundle.uri().substring("file:".length()) + "/tokenizer.json has SHA-256");
    }

    @Test
    void refusesABundleThatLacksAFile() throws IOException {
        PaperBundle bundle = published();
        Files.delete(bundle.file(ModelBundle.GOLDEN));

        assertRefused(bundle, bundle.digest(), "golden.json is missing");
    }

    @Test
    void refusesADirectoryWithoutAManifest() throws IOException {
        PaperBundle bundle = published();
        Files.delete(bundle.file(ModelBundle.MANIFEST));

        assertRefused(bundle, null, "model.json is missing");
    }

    @Test
    void refusesAFileSystemThatTheClusterDoesNotHave() {
        assertThatThrownBy(() -> store().fetch("gopher://models/m", null))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("no file system of this cluster reads gopher://models/m");
    }

    @Test
    void refusesWhatIsNoUri() {
        assertThatThrownBy(() -> store().fetch("", null))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("is no URI");
    }

    @Test
    void givesManyThreadsOneDirectoryAndLeavesNothingElse() throws Exception {
        PaperBundle bundle = published();
        ExecutorService subtasks = Executors.newFixedThreadPool(8);
        try {
            List<Future<Path>> fetches = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                fetches.add(subtasks.submit(() -> store().fetch(bundle.uri(), bundle.digest())));
            }
            for (Future<Path> fetch : fetches) {
                assertThat(fetch.get()).isEqualTo(fetches.get(0).get());
            }
        } finally {
            subtasks.shutdownNow();
        }

        assertThat(cached()).containsExactly("m-" + bundle.digest());
    }

    @Test
    void leavesNothingBehindWhatItRefuses() throws IOException {
        PaperBundle bundle = published();
        bundle.flipOneBit(ModelBundle.GRAPH);

        assertRefused(bundle, bundle.digest(), "model.onnx has SHA-256");

        assertThat(cached()).isEmpty();
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }

    private void assertRefused(PaperBundle bundle, String digest, String reason) {
        assertThatThrownBy(() -> store().fetch(bundle.uri(), digest))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesABundleThatIsLargerThanAllowed() throws IOException {
        PaperBundle bundle = published();
        BundleStore small = new BundleStore(cache(), 100, Duration.ofMinutes(1));

        assertThatThrownBy(() -> small.fetch(bundle.uri(), bundle.digest()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("larger than 100 bytes")
                .hasMessageContaining("nearline.models.max-bundle-size");
        assertThat(cached()).isEmpty();
    }

    @Test
    void removesWhatAKilledProcessLeftAndWhatNobodyUsesAndNothingElse() throws IOException {
        PaperBundle bundle = published();
        PaperBundle other = PaperBundle.write(directory.resolve("other"), "other");
        Path used = store().fetch(other.uri(), other.digest());
        Path unused = old(cache().resolve("unused-" + "0".repeat(64)), BundleCache.UNUSED);
        Path killed = old(cache().resolve(".arriving-killed"), BundleCache.ABANDONED);
        Path arriving = Files.createDirectory(cache().resolve(".arriving-now"));
        Path foreign = old(cache().resolve("somebody-elses"), BundleCache.UNUSED);

        Path fetched = store().fetch(bundle.uri(), bundle.digest());

        assertThat(unused).doesNotExist();
        assertThat(killed).doesNotExist();
        assertThat(List.of(used, arriving, foreign, fetched)).allMatch(Files::exists);
    }

    @Test
    void keepsWhatIsAskedForAgain() throws IOException {
        PaperBundle bundle = published();
        Path local = old(store().fetch(bundle.uri(), bundle.digest()), BundleCache.UNUSED);
        store().fetch(bundle.uri(), bundle.digest());

        PaperBundle other = PaperBundle.write(directory.resolve("other"), "other");
        store().fetch(other.uri(), other.digest());

        assertThat(local).exists();
    }

    private static Path old(Path path, Duration age) throws IOException {
        Files.createDirectories(path);
        Instant then = Instant.now().minus(age).minus(Duration.ofHours(1));
        return Files.setLastModifiedTime(path, FileTime.from(then));
    }
}
