package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Heap dumps do not show native leaks; the kernel does. */
class ResidentMemoryTest {

    private static final int WARM_UP = 10;
    private static final int CYCLES = 50;

    /** One lost session keeps 25 MB; this catches a loss of little more than 1 MB a cycle. */
    private static final long MOST_GROWTH_KB = 64 * 1024;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "skipped: resident memory is read from /proc")
    void openingAndClosingKeepsNoMemory() throws IOException {
        openAndClose(WARM_UP);
        long before = residentKilobytes();

        openAndClose(CYCLES);

        assertThat(residentKilobytes() - before).as("growth in kB").isLessThan(MOST_GROWTH_KB);
    }

    private static void openAndClose(int times) {
        for (int i = 0; i < times; i++) {
            try (Embedder embedder = Embedders.open(Bundles.INT8, EngineOptions.forCpus(2))) {
                embedder.embed(EmbeddableText.passage("word ".repeat(i % 300))).join();
            }
        }
        System.gc();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
