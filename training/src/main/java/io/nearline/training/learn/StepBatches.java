package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.model.Encoders;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The batches of each step, with all that does not depend on what is learned: what their losses
 * need, and what the frozen layers give for their texts. Used by one thread at a time; another may
 * learn meanwhile.
 */
final class StepBatches {
    private final Batches batches;
    private final BatchLoss losses;
    private final Encoders encoders;

    /** Of these batches, in their order. */
    StepBatches(Batches batches, BatchLoss losses, Encoders encoders) {
        this.batches = batches;
        this.losses = losses;
        this.encoders = encoders;
    }

    /** Those of the next step: its own, and what stands beside it. */
    List<BatchLoss.Prepared> next() {
        List<Batch> drawn = new ArrayList<>();
        drawn.add(batches.next());
        drawn.addAll(batches.nextBeside());
        List<BatchLoss.Prepared> step = new ArrayList<>();
        for (Batch batch : drawn) {
            BatchLoss.Prepared prepared = losses.prepare(batch);
            encoders.prepare(prepared.texts());
            step.add(prepared);
        }
        return step;
    }

    /**
     * Leaves out those of some steps.
     *
     * @return how many of these steps had texts that enter by each role
     */
    Map<Role, Integer> skip(int steps) {
        Map<Role, Integer> reads = new EnumMap<>(Role.class);
        for (int i = 0; i < steps; i++) {
            Set<Role> entered = EnumSet.of(losses.entry(batches.next()));
            batches.nextBeside().forEach(batch -> entered.add(losses.entry(batch)));
            entered.forEach(role -> reads.merge(role, 1, Integer::sum));
        }
        return reads;
    }
}
