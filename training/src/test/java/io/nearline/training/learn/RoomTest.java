package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether there is room is said with numbers, before anything is learned. */
class RoomTest {
    private static final long MB = 1 << 20;
    private static final long GB = 1 << 30;

    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
    }

    @Test
    void enoughMemoryIsNotTalkedAbout() {
        MemoryNeed need = new MemoryNeed(64 * MB, GB, 0, 200 * MB);
        assertThat(need.lacking(new MemoryRoom(2 * GB, 300 * MB, GB))).isEmpty();
    }

    @Test
    void aMachineThatIsTooSmallIsToldWithWhatToLower() {
        MemoryRoom room = new MemoryRoom(GB, GB, GB);
        assertThat(new MemoryNeed(64 * MB, GB, 0, 200 * MB).lacking(room))
                .hasValue(
                        "training needs about 1.3 GB more memory, gradients and moments 64 MB,"
                                + " activations 1.0 GB, the base's copy 0 MB, heap 200 MB, and"
                                + " 1.0 GB are free: lower schedule.batch, schedule.tokens or"
                                + " learn.layers, or end other programs");
        assertThat(new MemoryNeed(GB, 64 * MB, 0, MB).lacking(room).orElseThrow())
                .contains("free: lower learn.layers, or set learn.embeddings to false, or end");
        assertThat(new MemoryNeed(64 * MB, 64 * MB, GB, MB).lacking(room).orElseThrow())
                .contains(
                        "free: lower learn.layers, or leave out what needs the base's vectors"
                                + " (anchor, loss: mse, student), or end");
    }

    @Test
    void aHeapThatIsTooSmallIsToldWithTheOption() {
        MemoryNeed need = new MemoryNeed(64 * MB, 64 * MB, 0, 300 * MB);
        assertThat(need.lacking(new MemoryRoom(9 * GB, 200 * MB, 512 * MB)))
                .hasValue(
                        "training needs about 300 MB more of the JVM's heap, and 200 MB of 512 MB"
                                + " are free: give more, NEARLINE_JAVA_OPTS=-Xmx912m, or lower"
                                + " learn.layers, or leave negatives out");
    }

    @Test
    void aDiskThatIsTooFullIsTold() {
        DiskNeed need = new DiskNeed(300 * MB, 100 * MB, 90 * MB);
        Path run = Path.of("run");
        assertThat(need.lacking(run, 490 * MB)).isEmpty();
        assertThat(need.lacking(run, 489 * MB))
                .hasValue(
                        "run has room for 489 MB, and the run writes about 490 MB there"
                                + " (checkpoints 300 MB, weights to keep 100 MB, model 90 MB): free"
                                + " that, or give another directory");
    }

    @Test
    void whatIsNeededFollowsThePlan() throws Exception {
        MemoryNeed small = need("batch: 4");
        MemoryNeed large = need("batch: 16");
        assertThat(large.activations()).isGreaterThan(3 * small.activations());
        assertThat(large.optimiser()).isEqualTo(small.optimiser()).isPositive();
        assertThat(need("tokens: 4").activations()).isLessThan(need("tokens: 32").activations());
        assertThat(small.base()).isZero();
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, "anchor: 1\n" + Files.readString(plan));
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            assertThat(MemoryNeed.of(prepared).base()).isPositive();
        }
    }

    @Test
    void aStudentNeedsRoomForTheWholeBase() throws Exception {
        TinyBase.writeThreeLayersTo(folder);
        Path plan = TinyBase.plan(folder, "true", "steps: 4");
        String text = Files.readString(plan).replace("base: base", "base: teacher");
        Files.writeString(plan, "student: {layers: [2]}\n" + text);
        try (Preparation student = Preparation.of(PlanFile.read(plan), 1)) {
            long own = student.encoder().parameters().stream().mapToLong(Parameter::size).sum();
            assertThat(MemoryNeed.of(student).base()).isGreaterThan(own * Float.BYTES);
        }
    }

    @Test
    void theRoomOfThisMachineIsFound() throws Exception {
        MemoryRoom room = MemoryRoom.now();
        assertThat(room.process()).isPositive();
        assertThat(room.heap()).isPositive().isLessThanOrEqualTo(room.largestHeap());
        assertThat(DiskNeed.room(folder.resolve("not/there"))).isPositive();
    }

    @Test
    void whatARunHasAlreadyIsRoom() throws Exception {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.write(run.resolve("checkpoint"), new byte[1000]);
        assertThat(DiskNeed.room(70, run)).isEqualTo(1070);
        assertThat(DiskNeed.room(70, folder.resolve("new"))).isEqualTo(70);
    }

    private static MemoryNeed need(String schedule) throws Exception {
        Path plan = TinyBase.plan(folder, "true", "steps: 4", schedule);
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            return MemoryNeed.of(prepared);
        }
    }
}
