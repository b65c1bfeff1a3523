package io.nearline.testcluster;

import io.nearline.operators.backfill.BackfillProgress;
import io.nearline.pipeline.OperatorIds;
import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle;

/**
 * What a backfill had counted when a checkpoint or savepoint was taken, read from its files. Counts
 * flow with the same barriers as vectors do, so it tells exactly which part of the work is in it.
 */
public final class CheckpointedProgress {

    private static final ListStateDescriptor<BackfillProgress> STATE =
            new ListStateDescriptor<>("backfill-progress", BackfillProgress.class);

    private CheckpointedProgress() {}

    /**
     * Reads the counts.
     *
     * @param checkpoint the directory that holds {@code _metadata}
     */
    public static BackfillProgress in(Path checkpoint) {
        try (DataInputStream metadata =
                        new DataInputStream(Files.newInputStream(checkpoint.resolve("_metadata")));
                CloseableRegistry opened = new CloseableRegistry()) {
            ClassLoader loader = CheckpointedProgress.class.getClassLoader();
            OperatorState state =
                    Checkpoints.loadCheckpointMetadata(metadata, loader, checkpoint.toString())
                            .getOperatorStates()
                            .stream()
                            .filter(CheckpointedProgress::isOfTheReporter)
                            .findFirst()
                            .orElseThrow();
            Collection<OperatorStateHandle> handles =
                    List.copyOf(state.getState(0).getManagedOperatorState());
            try (OperatorStateBackend backend =
                    new DefaultOperatorStateBackendBuilder(
                                    loader, new ExecutionConfig(), false, handles, opened)
                            .build()) {
                return backend.getListState(STATE).get().iterator().next();
            }
        } catch (Exception e) { // What Flink's methods declare.
            throw new IllegalStateException("could not read " + checkpoint, e);
        }
    }

    private static boolean isOfTheReporter(OperatorState state) {
        return state.getOperatorUid().filter(OperatorIds.REPORT_BACKFILL::equals).isPresent();
    }
}
