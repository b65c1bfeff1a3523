package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.tensor.Scope;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FrozenOutputsTest {
    private static final List<int[]> TEXTS =
            List.of(
                    new int[] {2, 10, 11, 3},
                    new int[] {2, 20, 3},
                    new int[] {2, 10, 11, 12, 13, 14, 15, 3},
                    new int[] {2, 10, 11, 3});
    private static final int WIDTH = TinyModel.DIMENSIONS;

    @TempDir private Path folder;
    private BaseModel base;
    private Scope scope;
    private Encoder encoder;

    @BeforeEach
    void open() throws Exception {
        ModelPackager.pack(
                PackagingRequest.of(
                        TinyModel.THREE_LAYERS.writeTo(folder.resolve("three")),
                        folder.resolve("bundle")));
        base = BaseModel.open(folder.resolve("bundle"));
        scope = Scope.open(1);
        encoder = base.encoder(scope);
    }

    @AfterEach
    void close() {
        encoder.close();
        scope.close();
        base.close();
    }

    @Test
    void leadToTheSameVectors() throws Exception {
        encoder.learn(new LearnedPart(1, Embeddings.FROZEN));
        assertThat(encoder.frozenLayers()).isEqualTo(2);
        List<float[]> before = encoder.vectors(TEXTS);
        try (FrozenOutputs kept = FrozenOutputs.in(folder, 2, 0)) {
            encoder.keep(kept);
            List<float[]> computed = encoder.vectors(TEXTS);
            assertThat(kept.size()).as("different texts").isEqualTo(3);
            List<float[]> found = encoder.vectors(TEXTS);
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(found.get(i)).isEqualTo(computed.get(i));
                for (int j = 0; j < WIDTH; j++) {
                    assertThat(found.get(i)[j]).isCloseTo(before.get(i)[j], within(1e-5f));
                }
            }
        }
    }

    @Test
    void whatFindsNoRoomIsComputedAgain() throws Exception {
        encoder.learn(new LearnedPart(1, Embeddings.FROZEN));
        List<float[]> before = encoder.vectors(TEXTS);
        long roomForOne = (long) TEXTS.get(0).length * WIDTH * Float.BYTES;
        try (FrozenOutputs kept = FrozenOutputs.atMost(roomForOne, folder, 2)) {
            encoder.keep(kept);
            encoder.vectors(TEXTS);
            List<float[]> again = encoder.vectors(TEXTS);
            assertThat(kept.size()).isEqualTo(1);
            for (int i = 0; i < TEXTS.size(); i++) {
                for (int j = 0; j < WIDTH; j++) {
                    assertThat(again.get(i)[j]).isCloseTo(before.get(i)[j], within(1e-5f));
                }
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskMakesThemComputed() throws Exception {
        encoder.learn(new LearnedPart(1, Embeddings.FROZEN));
        List<float[]> before = encoder.vectors(TEXTS);
        FileChannel full =
                FileChannel.open(
                        Path.of("/dev/full"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FrozenOutputs kept = FrozenOutputs.of(full, 2)) {
            encoder.keep(kept);
            List<float[]> computed = encoder.vectors(TEXTS);
            assertThat(kept.size()).isZero();
            for (int i = 0; i < TEXTS.size(); i++) {
                for (int j = 0; j < WIDTH; j++) {
                    assertThat(computed.get(i)[j]).isCloseTo(before.get(i)[j], within(1e-5f));
                }
            }
        }
    }

    @Test
    void leaveNoFile() throws Exception {
        try (FrozenOutputs kept = FrozenOutputs.in(folder, 2, 0)) {
            assertThat(kept.size()).isZero();
            assertThat(folder.resolve("frozen-outputs")).doesNotExist();
        }
    }

    @Test
    void areRefusedForLayersThatLearn() throws Exception {
        encoder.learn(new LearnedPart(2, Embeddings.FROZEN));
        assertThat(encoder.frozenLayers()).isEqualTo(1);
        try (FrozenOutputs kept = FrozenOutputs.in(folder, 2, 0)) {
            assertThatThrownBy(() -> encoder.keep(kept))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("first 2 layers must be frozen, and 1 are");
        }
        encoder.learn(new LearnedPart(1, Embeddings.LEARN));
        assertThat(encoder.frozenLayers()).isZero();
    }

    @Test
    void groupsAreOfLikeLength() {
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(new int[3 + (i * 37) % 60]);
        }
        int seen = 0;
        for (List<Integer> group : LengthGroups.of(texts)) {
            int longest = group.stream().mapToInt(i -> texts.get(i).length).max().orElseThrow();
            int tokens = group.stream().mapToInt(i -> texts.get(i).length).sum();
            assertThat(tokens).isGreaterThanOrEqualTo((int) (0.9 * longest * group.size()));
            assertThat(longest * group.size()).isLessThanOrEqualTo(2048);
            seen += group.size();
        }
        assertThat(seen).isEqualTo(200);
    }
}
