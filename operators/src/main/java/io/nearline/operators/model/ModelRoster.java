package io.nearline.operators.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which models the job knows and serves: those it was configured with and those that decisions
 * brought. Pure: the same configuration, standings and decisions give the same roster everywhere.
 *
 * <p>A name stands for one digest from the moment it first serves, and serves once: after it was
 * retired, edits and deletes of posts no longer reached its vectors. A retirement that would leave
 * no model is not followed until another serves: posts must go somewhere.
 */
public final class ModelRoster {

    private final Map<String, ModelRef> configured = new LinkedHashMap<>();
    private final Map<String, ModelStanding> standings = new TreeMap<>();

    /**
     * The roster at a start of the job.
     *
     * @param configured models that the job is configured with, in order
     * @param before how models stood before; empty at the very first start
     */
    public ModelRoster(List<ModelRef> configured, Iterable<ModelStanding> before) {
        configured.forEach(model -> this.configured.put(model.name(), model));
        before.forEach(standing -> put(standing.in(phaseAtStart(standing))));
        configured.forEach(this::bringBack);
        if (served().isEmpty()) {
            configured.forEach(this::begin);
        }
    }

    /** Models that posts are embedded with: configured ones in their order, others by name. */
    public List<ModelStanding> served() {
        List<ModelStanding> served = new ArrayList<>();
        for (String name : configured.keySet()) {
            addIfServing(Objects.requireNonNull(standings.get(name)), served);
        }
        for (ModelStanding standing : standings.values()) {
            if (!configured.containsKey(standing.model().name())) {
                addIfServing(standing, served);
            }
        }
        return served;
    }

    /** How every known model stands, by name. */
    public Collection<ModelStanding> standings() {
        return List.copyOf(standings.values());
    }

    /** Takes over how a model stands. */
    public void put(ModelStanding standing) {
        standings.put(standing.model().name(), standing);
    }

    /**
     * Takes a decision in.
     *
     * @return how the model stands now, and why the decision was not followed, if it was not
     */
    public RosterChange apply(ModelDecision decision) {
        ModelRef model = decision.model();
        ModelStanding known = standings.get(model.name());
        if (known != null && known.isBound() && !known.model().digest().equals(model.digest())) {
            return RosterChange.refused(
                    known,
                    """
                    model name %s stands for digest %s here, not for %s: give \
                    the other bundle another name\
                    """
                            .formatted(model.name(), known.model().digest(), model.digest()));
        }
        if (known != null && known.phase() == ModelPhase.RETIRED && known.isBound()) {
            return whenRetired(decision, known);
        }
        return decision.phase().needsModel() ? welcome(decision, known) : dismiss(decision, known);
    }

    private static RosterChange whenRetired(ModelDecision decision, ModelStanding known) {
        if (decision.phase() == ModelPhase.RETIRED) {
            return RosterChange.followed(known);
        }
        return RosterChange.refused(
                known,
                "model %s was retired, and edits and deletes of posts since then are not in its vectors: package the bundle under another name and stage that"
                        .formatted(known.model().name()));
    }

    private RosterChange welcome(ModelDecision decision, @Nullable ModelStanding known) {
        ModelRef model = located(decision.model(), known);
        if (model == null) {
            String why =
                    "model %s is not configured and its record has no bundleUri: publish it with one"
                            .formatted(decision.model().name());
            return decision.phase() == ModelPhase.STAGED
                    ? RosterChange.refused(known, why)
                    : RosterChange.deferred(known, why);
        }
        int term = known == null ? 0 : known.term();
        if (known == null || !known.phase().serves()) {
            boolean begins = decision.phase().serves();
            return follow(new ModelStanding(model, decision.phase(), begins ? term + 1 : term));
        }
        return decision.phase() == ModelPhase.STAGED
                ? RosterChange.followed(known)
                : follow(new ModelStanding(model, decision.phase(), term));
    }

    private RosterChange dismiss(ModelDecision decision, @Nullable ModelStanding known) {
        if (known == null) {
            int term = decision.phase() == ModelPhase.RETIRED ? 1 : 0;
            return follow(new ModelStanding(decision.model(), decision.phase(), term));
        }
        if (known.phase().serves() && served().size() == 1) {
            return RosterChange.deferred(
                    known,
                    "model %s is the only one that serves: it stops once another serves"
                            .formatted(decision.model().name()));
        }
        return follow(known.in(decision.phase()));
    }

    private RosterChange follow(ModelStanding standing) {
        put(standing);
        return RosterChange.followed(standing);
    }

    /** The model with the place to get it from; null if there is none. */
    private @Nullable ModelRef located(ModelRef model, @Nullable ModelStanding known) {
        ModelRef own = configured.get(model.name());
        if (own != null && own.digest().equals(model.digest())) {
            return own;
        }
        if (model.bundleUri() != null) {
            return model;
        }
        return known != null && isFor(known, model) && known.model().bundleUri() != null
                ? known.model()
                : null;
    }

    /** A model that only the configuration brought leaves with it. */
    private ModelPhase phaseAtStart(ModelStanding standing) {
        boolean orphaned =
                standing.phase().serves()
                        && standing.model().bundleUri() == null
                        && !configured.containsKey(standing.model().name());
        return orphaned ? ModelPhase.REMOVED : standing.phase();
    }

    private void bringBack(ModelRef model) {
        ModelStanding known = standings.get(model.name());
        if (known == null
                || !isFor(known, model)
                || known.phase() == ModelPhase.REMOVED
                || !known.isBound()) {
            begin(model);
        } else {
            put(new ModelStanding(model, known.phase(), known.term()));
        }
    }

    private void begin(ModelRef model) {
        ModelStanding known = standings.get(model.name());
        int term = known == null ? 1 : known.term() + 1;
        put(new ModelStanding(model, ModelPhase.CONFIGURED, term));
    }

    private static boolean isFor(ModelStanding known, ModelRef model) {
        return known.model().digest().equals(model.digest());
    }

    private static void addIfServing(ModelStanding standing, List<ModelStanding> served) {
        if (standing.phase().serves()) {
            served.add(standing);
        }
    }

    /**
     * What came of a decision.
     *
     * @param kind whether it was followed
     * @param standing how the model stands; null if it is not known
     * @param refusal why the decision was not followed; null if it was
     */
    public record RosterChange(
            Kind kind, @Nullable ModelStanding standing, @Nullable String refusal) {

        /** Whether a decision was followed. */
        public enum Kind {
            /** It was. */
            FOLLOWED,
            /** It holds and cannot be followed as things are. */
            DEFERRED,
            /** It must not be followed. */
            REFUSED
        }

        static RosterChange followed(ModelStanding standing) {
            return new RosterChange(Kind.FOLLOWED, standing, null);
        }

        static RosterChange deferred(@Nullable ModelStanding standing, String why) {
            return new RosterChange(Kind.DEFERRED, standing, why);
        }

        static RosterChange refused(@Nullable ModelStanding standing, String why) {
            return new RosterChange(Kind.REFUSED, standing, why);
        }
    }
}
