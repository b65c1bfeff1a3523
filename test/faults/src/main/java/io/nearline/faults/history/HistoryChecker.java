package io.nearline.faults.history;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.UpdateKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges a history by the {@link Rule}s. Call it when the job has caught up: the last record of a
 * key is taken for its final state.
 *
 * <p>A write counts as accepted if a reader of committed records sees it. Every accepted revision
 * differs from the one before, so that a skip is explained by nothing but a newer update.
 */
public final class HistoryChecker {
    private final boolean exactlyOnce;
    private final Set<String> models;
    private final PublishedVectors vectors;

    /**
     * @param exactlyOnce whether the job promises that nothing is repeated
     * @param models names of the models under which every post must be published
     * @param vectors what the models say
     */
    public HistoryChecker(boolean exactlyOnce, Set<String> models, ModelVectors vectors) {
        this.exactlyOnce = exactlyOnce;
        this.models = Set.copyOf(models);
        this.vectors = new PublishedVectors(vectors);
    }

    /** Checks every rule but {@link Rule#CONVERGES}, which needs a clock. */
    public Verdict check(History history) {
        AcceptedPosts accepted = new AcceptedPosts(history.writes());
        Map<IndexKey, List<Publication>> byKey = new LinkedHashMap<>();
        history.publications()
                .forEach(p -> byKey.computeIfAbsent(p.key(), key -> new ArrayList<>()).add(p));
        List<Violation> violations = new ArrayList<>();
        OrderOfKey order = new OrderOfKey(exactlyOnce, history.disturbances());
        byKey.forEach((key, publications) -> order.check(key, publications, violations));
        vectors.check(history.publications(), accepted, violations);
        new DeadLetterRules(accepted).check(history, violations);
        checkFinalStates(history, accepted, byKey, violations);
        checkTombstones(history, accepted, byKey, violations);
        return new Verdict(violations, order.duplicates(), order.stepsBack());
    }

    private void checkFinalStates(
            History history,
            AcceptedPosts accepted,
            Map<IndexKey, List<Publication>> byKey,
            List<Violation> violations) {
        Set<Place> givenUp =
                history.givenUp().stream()
                        .filter(letter -> !letter.letter().getRetryable())
                        .map(GivenUp::origin)
                        .collect(Collectors.toSet());
        for (String postId : accepted.byPost().keySet()) {
            TreeMap<Long, PostWrite> wanted = new TreeMap<>(accepted.byPost().get(postId));
            wanted.values().removeIf(write -> givenUp.contains(write.place()));
            if (wanted.isEmpty()) {
                continue;
            }
            for (String model : models) {
                IndexKey key = new IndexKey(postId, model);
                List<Publication> published = byKey.getOrDefault(key, List.of());
                finalState(wanted, published)
                        .map(found -> violation(found, key, accepted, published))
                        .ifPresent(violations::add);
            }
        }
    }

    /** One ends a delete; over anything else it takes a post away. */
    private static void checkTombstones(
            History history,
            AcceptedPosts accepted,
            Map<IndexKey, List<Publication>> byKey,
            List<Violation> violations) {
        for (Tombstone tombstone : history.tombstones()) {
            List<Publication> published = byKey.getOrDefault(tombstone.key(), List.of());
            Publication last = published.isEmpty() ? null : published.get(published.size() - 1);
            if (last != null
                    && tombstone.isAfter(last)
                    && last.update().getKind() != UpdateKind.DELETE) {
                Wrong wrong =
                        new Wrong(
                                Rule.NEWEST_WINS,
                                "ends on a tombstone at %s, after r%d %s"
                                        .formatted(
                                                tombstone.place(),
                                                last.revision(),
                                                last.update().getKind()));
                violations.add(violation(wrong, tombstone.key(), accepted, published));
            }
        }
    }

    private record Wrong(Rule rule, String found) {}

    private static Optional<Wrong> finalState(
            NavigableMap<Long, PostWrite> wanted, List<Publication> published) {
        PostWrite newest = wanted.lastEntry().getValue();
        long highest = published.stream().mapToLong(Publication::revision).max().orElse(-1);
        if (highest < newest.revision()) {
            return Optional.of(
                    new Wrong(
                            Rule.NOTHING_LOST,
                            "%d accepted revisions up to %d never came out, the newest published is %s"
                                    .formatted(
                                            wanted.tailMap(highest, false).size(),
                                            newest.revision(),
                                            highest < 0 ? "none" : "r" + highest)));
        }
        Publication last = published.get(published.size() - 1);
        UpdateKind kind = newest.isDelete() ? UpdateKind.DELETE : UpdateKind.UPSERT;
        if (last.revision() == newest.revision() && last.update().getKind() == kind) {
            return Optional.empty();
        }
        return Optional.of(
                new Wrong(
                        newest.isDelete() ? Rule.DELETES_STAY_DELETED : Rule.NEWEST_WINS,
                        "ends on r%d %s, the newest accepted is r%d %s"
                                .formatted(
                                        last.revision(),
                                        last.update().getKind(),
                                        newest.revision(),
                                        kind)));
    }

    private static Violation violation(
            Wrong wrong, IndexKey key, AcceptedPosts accepted, List<Publication> published) {
        List<String> evidence = new ArrayList<>();
        lastOf(accepted.all(key.postId())).forEach(write -> evidence.add("written " + write));
        lastOf(published).forEach(update -> evidence.add("published " + update));
        return new Violation(wrong.rule(), key.toString(), wrong.found(), evidence);
    }

    private static <T> List<T> lastOf(List<T> all) {
        return all.subList(Math.max(0, all.size() - 6), all.size());
    }
}
