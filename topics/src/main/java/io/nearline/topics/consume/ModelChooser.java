package io.nearline.topics.consume;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ControlKey.Kind;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.topics.consume.ModelChoice.Reason;
import io.nearline.topics.control.ControlFold;
import io.nearline.topics.control.ControlView;
import io.nearline.topics.control.Unread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides from index-control which model is queried and which ones are dropped. A decision with a
 * lower sequence than one that was met of the same model is outdated and passed over; of equal ones
 * the later record counts. Not thread-safe.
 *
 * <p>The first of these that there is, is queried: the active model; the one that was queried
 * before; the only one that the live job serves; of several served ones the configured one. A
 * retired model never is.
 */
public final class ModelChooser {

    private final Optional<String> configured;
    private final AvroCodec<ModelStatus> codec = AvroCodec.of(ModelStatus.class);
    private final Map<String, Long> sequences = new HashMap<>();
    private final ControlFold fold = new ControlFold();

    /**
     * A chooser that has read nothing.
     *
     * @param configured name of the model to query with if none is active, none was queried before
     *     and the live job serves several
     */
    public ModelChooser(Optional<String> configured) {
        this.configured = configured;
    }

    /** Takes in the next record of index-control. */
    public void apply(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null || !isOutdated(key, value)) {
            fold.apply(key, value);
        }
    }

    /** How many records of index-control could not be understood, by reason. */
    public Map<Unread, Integer> unread() {
        return fold.view().unread();
    }

    /**
     * The choice by what was read so far.
     *
     * @param before the model that was queried last
     * @param dropped models that were dropped; they stay so
     */
    public ModelChoice choose(Optional<ModelIdentity> before, Set<String> dropped) {
        ControlView view = fold.view();
        SortedSet<String> retired = new TreeSet<>(dropped);
        view.statuses()
                .forEach(
                        (name, status) -> {
                            if (status.getState() == ModelState.RETIRED) {
                                retired.add(name);
                            }
                        });
        Query query = query(view, before, retired);
        Map<String, ModelIdentity> known = known(view);
        known.keySet().removeAll(retired);
        Optional<ModelIdentity> former =
                view.active().map(ModelStatus::getReplaces).map(known::get);
        query.model().ifPresent(model -> known.remove(model.name()));
        former.ifPresent(model -> known.remove(model.name()));
        return new ModelChoice(
                query.model(), query.reason(), former, List.copyOf(known.values()), retired);
    }

    /**
     * Models that were dropped and are in use again. What was passed over of them is missing.
     *
     * @param dropped models that were dropped
     */
    public SortedSet<String> returned(Set<String> dropped) {
        SortedSet<String> returned = new TreeSet<>();
        for (ModelStatus status : fold.view().statuses().values()) {
            boolean inUse =
                    status.getState() == ModelState.ACTIVE
                            || status.getState() == ModelState.CANDIDATE;
            if (inUse && dropped.contains(status.getModelName())) {
                returned.add(status.getModelName());
            }
        }
        return returned;
    }

    private boolean isOutdated(byte[] key, byte[] value) {
        try {
            ControlKey parsed = ControlKey.parse(key);
            if (parsed.kind() != Kind.STATUS) {
                return false;
            }
            ModelStatus status = codec.decode(value);
            if (!parsed.modelName().equals(status.getModelName())) {
                return false;
            }
            long newest = sequences.merge(parsed.modelName(), status.getSequence(), Math::max);
            return status.getSequence() < newest;
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            // The fold counts what cannot be read.
            return false;
        }
    }

    private record Query(Optional<ModelIdentity> model, Reason reason) {}

    private Query query(
            ControlView view, Optional<ModelIdentity> before, SortedSet<String> retired) {
        Optional<ModelIdentity> active = view.active().map(ModelChooser::identity);
        if (active.isPresent()) {
            return new Query(active, Reason.ACTIVE);
        }
        if (before.isPresent() && !retired.contains(before.get().name())) {
            return new Query(before, Reason.QUERIED_BEFORE);
        }
        List<ModelIdentity> serving =
                view.servings().values().stream()
                        .filter(said -> said.getState() == ServingState.SERVING)
                        .map(ModelChooser::identity)
                        .filter(model -> !retired.contains(model.name()))
                        .toList();
        if (serving.size() == 1) {
            return new Query(Optional.of(serving.get(0)), Reason.ONLY_ONE_SERVING);
        }
        Optional<ModelIdentity> named =
                serving.stream()
                        .filter(model -> configured.equals(Optional.of(model.name())))
                        .findFirst();
        if (named.isPresent()) {
            return new Query(named, Reason.CONFIGURED);
        }
        return new Query(
                Optional.empty(), serving.isEmpty() ? Reason.NONE_SERVING : Reason.SEVERAL_SERVING);
    }

    /** What was decided about a model counts before what the job says of it. */
    private static Map<String, ModelIdentity> known(ControlView view) {
        Map<String, ModelIdentity> known = new TreeMap<>();
        view.servings().forEach((name, serving) -> known.put(name, identity(serving)));
        view.statuses()
                .forEach(
                        (name, status) -> {
                            if (status.getState() == ModelState.REJECTED) {
                                known.remove(name);
                            } else {
                                known.put(name, identity(status));
                            }
                        });
        return known;
    }

    private static ModelIdentity identity(ModelStatus status) {
        return new ModelIdentity(status.getModelName(), status.getModelDigest());
    }

    private static ModelIdentity identity(ModelServing serving) {
        return new ModelIdentity(serving.getModelName(), serving.getModelDigest());
    }
}
