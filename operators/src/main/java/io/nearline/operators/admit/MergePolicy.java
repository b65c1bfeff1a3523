package io.nearline.operators.admit;

import io.nearline.operators.admit.Admission.Admit;
import io.nearline.operators.admit.Admission.Skip;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.record.PostRevision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a vector that a backfill made may be published, given what is known of its post.
 * Pure: no state, no clock. The first rule that fits decides:
 *
 * <ol>
 *   <li>The model is not served: UNSERVED_MODEL.
 *   <li>A change that the backfill has not read may have been forgotten by now: BEYOND_MEMORY. This
 *       makes a delete final also for a post of which nothing is known any more.
 *   <li>A newer revision is known, or this one as withdrawn: STALE.
 *   <li>Otherwise: MERGE.
 * </ol>
 *
 * A merge never makes its revision known, since the job may still have that very revision to read.
 * See docs/decisions/0009-merge-lane.md.
 */
public final class MergePolicy {

    private final long memoryMillis;

    /**
     * @param memory how long after its last change a post is remembered
     */
    public MergePolicy(Duration memory) {
        this.memoryMillis = memory.toMillis();
    }

    /**
     * Decides.
     *
     * @param serving the models that serve
     * @param known what is known of the post; null for nothing
     * @param arrived the backfilled vector
     * @param now the time, milliseconds since the epoch
     */
    public Admission decide(
            List<ModelStanding> serving, @Nullable PostMemory known, Arrival arrived, long now) {
        ModelTask merge = Objects.requireNonNull(arrived.merge(), "merge");
        PostRevision version = arrived.post().version();
        ModelRef model = merge.model();
        Optional<ModelStanding> served =
                serving.stream().filter(standing -> isSame(standing.model(), model)).findFirst();
        if (served.isEmpty()) {
            return new Skip(SkipReason.UNSERVED_MODEL, null);
        }
        if (Objects.requireNonNull(version.backfill()).asOf() + memoryMillis <= now) {
            return new Skip(SkipReason.BEYOND_MEMORY, null);
        }
        if (known != null && isStale(known, version.revision())) {
            return new Skip(SkipReason.STALE, null);
        }
        return new Admit(List.of(merge), learned(known, arrived, served.get().mark()));
    }

    private static boolean isSame(ModelRef model, ModelRef other) {
        return model.name().equals(other.name()) && model.digest().equals(other.digest());
    }

    private static boolean isStale(PostMemory known, long revision) {
        boolean withdrawn = known.models().isEmpty();
        return revision < known.revision() || (withdrawn && revision == known.revision());
    }

    /** That the model has the known text too, so that a change of attributes alone reuses it. */
    private static @Nullable PostMemory learned(
            @Nullable PostMemory known, Arrival arrived, String mark) {
        if (known == null
                || known.revision() != arrived.post().version().revision()
                || !Arrays.equals(known.contentHash(), arrived.post().contentHash())
                || known.models().contains(mark)) {
            return null;
        }
        List<String> models = new ArrayList<>(known.models());
        models.add(mark);
        return new PostMemory(known.revision(), known.contentHash(), models);
    }
}
